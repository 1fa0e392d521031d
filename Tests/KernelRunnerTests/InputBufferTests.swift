import Testing

@testable import KernelRunner

@Suite("Input buffer")
struct InputBufferTests {
    @Test("takes no more than the window, and nothing after the end")
    func window() throws {
        var input = InputBuffer()
        try input.append([UInt8](repeating: 0, count: InputBuffer.capacity))
        #expect(throws: InputBuffer.Refusal.windowExceeded) { try input.append([1]) }
        input.consume { _ in 1 }
        try input.append([1])
        input.end()
        #expect(!input.isFinished)
        #expect(throws: InputBuffer.Refusal.afterEnd) { try input.append([1]) }
    }

    @Test("hands out bytes in order, and counts them")
    func order() throws {
        var input = InputBuffer()
        try input.append([1, 2, 3])
        input.consume { _ in 2 }
        try input.append([4])
        var seen: [UInt8] = []
        input.consume { bytes in
            seen = Array(bytes)
            return bytes.count
        }
        #expect(seen == [3, 4])
        #expect(input.consumed == 4 && input.isEmpty)
    }

    @Test("counts as consumed what nobody will read")
    func discarding() throws {
        var input = InputBuffer()
        try input.append([1, 2])
        input.discard()
        try input.append([3])
        #expect(input.consumed == 3 && input.isEmpty)
    }
}
