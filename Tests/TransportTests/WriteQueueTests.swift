import Testing

@testable import Transport

@Suite("Write queue")
struct WriteQueueTests {
    @Test("joins small pieces, but never changes the front once it has been tried")
    func joining() {
        var queue = WriteQueue()
        queue.append([1], isCounted: true)
        queue.append([2], isCounted: true)
        #expect(queue.withFront(Array.init) == [1, 2])

        queue.append([3], isCounted: true)
        queue.append([4], isCounted: true)
        #expect(queue.withFront(Array.init) == [1, 2])
        #expect(queue.advance(by: 2) == 2)
        #expect(queue.withFront(Array.init) == [3, 4])
        #expect(queue.advance(by: 2) == 2)
        #expect(queue.isEmpty)
    }

    @Test("reports each counted byte once, however the writes fall")
    func counting() {
        var queue = WriteQueue()
        queue.append([0], isCounted: false)
        for size in [10, 100_000, 200_000] { queue.append([UInt8](repeating: 1, count: size), isCounted: true) }
        var (written, reported) = (0, 0)
        while !queue.isEmpty {
            let count = min(queue.withFront(\.count), 33_333)
            #expect(count <= 65_536)
            written += count
            reported += queue.advance(by: count)
        }
        #expect(written == 300_011)
        #expect(reported == 300_010)
    }
}
