import Core
import Testing

@testable import KernelRunner

@Suite("Output log")
struct OutputLogTests {
    @Test("adds small writes to a frame that nobody has seen, and numbers frames from one")
    func merging() throws {
        var log = OutputLog()
        log.append(.standardOutput, [1])
        log.append(.standardOutput, [2, 3])
        #expect(log.last == 1)
        #expect(log[1] == Frame(.standardOutput, [1, 2, 3]).encoded)
        log.append(.standardError, [4])
        log.seal(2)
        log.append(.standardError, [5])
        #expect(log.last == 3)
        try log.append(.waitingInput(isPassword: false))
        log.append(.standardError, [6])
        #expect(log.last == 5)
    }

    @Test("never makes a frame longer than a frame may be")
    func longest() {
        var log = OutputLog()
        log.append(.standardOutput, [UInt8](repeating: 0, count: Frame.maximumPayload - 1))
        log.append(.standardOutput, [1])
        log.append(.standardOutput, [2])
        #expect(log.last == 2)
        #expect(log[1]?.count == Frame.maximumPayload + 5)
    }

    @Test("forgets what was acknowledged, and what that cost")
    func acknowledging() {
        var log = OutputLog()
        for byte in 0..<200 {
            log.append(.standardOutput, [UInt8(byte)])
            log.seal(log.last)
        }
        log.acknowledge(through: 150)
        #expect(log.first == 151 && log.last == 200)
        #expect(log[150] == nil && log[201] == nil)
        #expect(log[151] == Frame(.standardOutput, [150]).encoded)
        #expect(log.cost == 50 * (6 + OutputLog.overhead))
        log.acknowledge(through: 1000)
        #expect(log.isEmpty && log.cost == 0 && log.first == 201)
        log.append(.standardOutput, [1])
        #expect(log.last == 201)
    }
}
