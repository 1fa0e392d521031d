import TestSupport
import Testing

@testable import Core

@Suite("Sequence of sessions")
struct SessionSequenceTests {
    private static func entry(_ name: String, owner: Int = 0, priority: Int = 10, at since: Int64)
        -> SessionSequence.Entry
    {
        .init(session: 0, owner: owner, priority: priority, since: since, id: SessionID(rawValue: name))
    }

    private static func names(_ sequence: SessionSequence) -> [String] {
        var sequence = sequence
        var names: [String] = []
        while let entry = sequence.next() { names.append(entry.id.rawValue) }
        return names
    }

    private static let mixed = [
        entry("c", owner: 1, at: 3), entry("a", owner: 0, at: 1), entry("urgent", owner: 0, priority: 90, at: 9),
        entry("b", owner: 2, at: 2), entry("b2", owner: 0, at: 2), entry("late", owner: 1, priority: 0, at: 0),
    ]

    @Test("First in, first out: by priority, then by time, then by id")
    func fifo() {
        #expect(Self.names(.init(Self.mixed, by: .fifo)) == ["urgent", "a", "b", "b2", "c", "late"])
    }

    @Test("Last in, first out is the reverse in time, not in priority or id")
    func lifo() {
        #expect(Self.names(.init(Self.mixed, by: .lifo)) == ["urgent", "c", "b", "b2", "a", "late"])
    }

    @Test("By dominant share: what an owner is given counts at his next turn, in bands of lower priority too")
    func shares() {
        func rank(_ part: Int64) -> OwnerRank { OwnerRank(share: Share(part: part, whole: 10)) }
        var sequence = SessionSequence(
            [
                Self.entry("x1", owner: 0, at: 1), Self.entry("x2", owner: 0, at: 2), Self.entry("y1", owner: 1, at: 3),
                Self.entry("y2", owner: 1, at: 4), Self.entry("x3", owner: 0, priority: 1, at: 5),
                Self.entry("y3", owner: 1, priority: 1, at: 6),
            ], by: .drf, ranks: [rank(1), rank(2)])
        var names: [String] = []
        for part in [Int64(4), 3, 5, 5] {
            let entry = sequence.next()
            names.append(entry?.id.rawValue ?? "")
            if let owner = entry?.owner { sequence.rank(owner, rank(part)) }
        }
        #expect(names == ["x1", "y1", "y2", "x2"])
        sequence.rank(0, rank(9))
        #expect(Self.names(sequence) == ["y3", "x3"])
    }

    @Test("By fair share: domain before group before user, whatever they hold")
    func usage() {
        let ranks = [
            OwnerRank(usage: [1, 0, 9]), OwnerRank(usage: [0, 5, 1]),
            OwnerRank(share: Share(part: 9, whole: 10), usage: [0, 5, 0]),
        ]
        let sequence = SessionSequence(
            (0..<3).map { Self.entry("s\($0)", owner: $0, at: 1) }, by: .fairShare, ranks: ranks)
        #expect(Self.names(sequence) == ["s2", "s1", "s0"])
    }

    @Test("Every session has its turn once, in an order that ranks and times explain", arguments: Sequencer.allCases)
    func everyOne(sequencer: Sequencer) {
        var random = SeededGenerator(seed: 3)
        let entries = (0..<500).map { index in
            Self.entry(
                "s\(index)", owner: Int.random(in: 0..<40, using: &random),
                priority: Int.random(in: 0..<3, using: &random),
                at: Int64.random(in: 0..<50, using: &random))
        }
        var ranks = (0..<40).map { _ in OwnerRank(share: Share(part: Int64.random(in: 0..<5, using: &random), whole: 5))
        }
        var sequence = SessionSequence(entries, by: sequencer, ranks: ranks)
        var left = entries
        while let entry = sequence.next() {
            let best = left.min { one, other in
                if one.priority != other.priority { return one.priority > other.priority }
                if sequencer.ranksOwners, ranks[one.owner] < ranks[other.owner] { return true }
                if sequencer.ranksOwners, ranks[other.owner] < ranks[one.owner] { return false }
                if one.since != other.since {
                    return sequencer == .lifo ? one.since > other.since : one.since < other.since
                }
                return one.id < other.id
            }
            #expect(entry.id == best?.id)
            left.removeAll { $0.id == entry.id }
            ranks[entry.owner].share = Share(part: Int64.random(in: 0..<9, using: &random), whole: 5)
            sequence.rank(entry.owner, ranks[entry.owner])
        }
        #expect(left.isEmpty)
    }
}
