import TestSupport
import Testing

@Suite("Fuzz targets")
struct FuzzRunTests {
    @Test("find what breaks a property, and what takes too long for its length")
    func found() {
        let broken = FuzzTarget("broken", seeds: [], words: []) { (text: String) in
            if text.contains("bug") { throw BrokenProperty("a bug") }
            return .accepted
        }
        let slow = FuzzTarget("slow", seeds: [], words: [], budget: .nanoseconds(1)) { (bytes: [UInt8]) in
            var sum: UInt64 = 0
            // Grows with the square of the length.
            for left in bytes { for right in bytes { sum &+= UInt64(left) &* UInt64(right) } }
            return sum == 1 ? .refused("one") : .accepted
        }

        #expect(throws: BrokenProperty.self) { try FuzzRun.checked(Array("a bug".utf8), broken) }
        #expect(throws: Never.self) { try FuzzRun.checked(Array("a bu".utf8), broken) }
        #expect(throws: BrokenProperty.self) { try FuzzRun.checked([UInt8](repeating: 1, count: 4000), slow) }
        #expect(throws: Never.self) { try FuzzRun.checked([1, 2, 3], slow) }
    }
}
