import Testing

@testable import Agent

@Suite("IDRanges")
struct IDRangesTests {
    private let first = IDRange(base: 0x7000_0000)
    private let second = IDRange(base: 0x7001_0000)

    @Test("ranges are taken in order, and a freed one comes last")
    func order() throws {
        var ranges = IDRanges(count: 3)
        #expect(try ranges.take() == first)
        #expect(try ranges.take() == second)
        ranges.release(first)
        #expect(try ranges.take() == IDRange(base: 0x7002_0000))
        #expect(try ranges.take() == first)
        #expect(ranges.inUse == [first, second, IDRange(base: 0x7002_0000)])
    }

    @Test("none is left when all are taken")
    func exhausted() throws {
        var ranges = IDRanges(count: 1)
        _ = try ranges.take()
        #expect(throws: IDRanges.Exhausted(count: 1)) { try ranges.take() }
    }

    @Test("ranges that meet the host's users, groups or subordinate ids are never given")
    func hostIDs() throws {
        var ranges = IDRanges(
            count: 4,
            users: ["root:x:0:0::/root:/bin/sh\nodd:x:\(0x7000_0005):0::/:/bin/sh\nbroken\n", "g:x:\(0x7001_FFFF):\n"],
            subordinates: ["user:100000:65536\nmany:\(0x7002_FFFF):1\nbad:x:y\nempty:\(0x7003_0000):0\n"])
        #expect(try ranges.take() == IDRange(base: 0x7003_0000))
        #expect(throws: IDRanges.Exhausted.self) { try ranges.take() }
    }

    @Test("adopted ranges are not given again until they are released")
    func adoption() throws {
        var ranges = IDRanges(count: 2)
        ranges.adopt(first)
        ranges.adopt(first)
        #expect(try ranges.take() == second)
        ranges.release(first)
        ranges.release(first)
        #expect(try ranges.take() == first)
        #expect(throws: IDRanges.Exhausted.self) { try ranges.take() }
    }

    @Test("the last range stays below 2³¹, and user 1000 is in each")
    func bounds() {
        let last = IDRanges.firstBase + UInt32(IDRanges.defaultCount - 1) * IDRange.size
        #expect(UInt64(last) + UInt64(IDRange.size) <= 1 << 31)
        #expect(first.work == first.base + 1000)
    }
}
