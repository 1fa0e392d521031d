import TestSupport
import Testing

@testable import Core

@Suite("Sequence of lines")
struct LineSequenceTests {
    /// One session of a line.
    private struct Item {
        let name: String
        let party: Int
        let priority: Int
        let since: Int64
    }

    private static func item(_ name: String, party: Int = 0, priority: Int = 10, at since: Int64) -> Item {
        Item(name: name, party: party, priority: priority, since: since)
    }

    /// Every session a line of its own.
    private static func sequence(_ items: [Item], by sequencer: Sequencer, ranks: [Int: OwnerRank] = [:])
        -> LineSequence
    {
        LineSequence(
            items.enumerated().map { index, item in
                .init(
                    line: index, party: item.party, priority: item.priority, since: item.since,
                    tie: SessionID(rawValue: item.name).tie)
            }, by: sequencer, ranks: ranks)
    }

    private static func names(_ sequence: LineSequence, _ items: [Item]) -> [String] {
        var sequence = sequence
        var names: [String] = []
        while let line = sequence.next() {
            names.append(items[line].name)
            sequence.proceed(with: nil)
        }
        return names
    }

    private static let mixed = [
        item("c", party: 1, at: 3), item("a", party: 0, at: 1), item("urgent", party: 0, priority: 90, at: 9),
        item("b", party: 2, at: 2), item("b2", party: 0, at: 2), item("late", party: 1, priority: 0, at: 0),
    ]

    @Test("First in, first out: by priority, then by time, then by id")
    func fifo() {
        let names = Self.names(Self.sequence(Self.mixed, by: .fifo), Self.mixed)
        #expect(names == ["urgent", "a", "b", "b2", "c", "late"])
    }

    @Test("Last in, first out is the reverse in time, not in priority or id")
    func lifo() {
        let names = Self.names(Self.sequence(Self.mixed, by: .lifo), Self.mixed)
        #expect(names == ["urgent", "c", "b", "b2", "a", "late"])
    }

    @Test("A line goes on with its next session, in turn with those of other lines")
    func lines() {
        let lines: [[(since: Int64, id: SessionID)]] = [
            [(1, SessionID(rawValue: "a1")), (4, SessionID(rawValue: "a4"))],
            [(2, SessionID(rawValue: "b2")), (3, SessionID(rawValue: "b3")), (5, SessionID(rawValue: "b5"))],
        ]
        var sequence = LineSequence(
            lines.enumerated().map { index, line in
                .init(line: index, party: index, priority: 1, since: line[0].since, tie: line[0].id.tie)
            }, by: .fifo)
        var cursors = [0, 0]
        var names: [String] = []
        while let line = sequence.next() {
            names.append(lines[line][cursors[line]].id.rawValue)
            cursors[line] += 1
            let next = cursors[line] < lines[line].count ? lines[line][cursors[line]] : nil
            sequence.proceed(with: next.map { ($0.since, $0.id.tie) })
        }
        #expect(names == ["a1", "b2", "b3", "a4", "b5"])
    }

    @Test("By dominant share: what a holder is given counts at his next turn, in bands of lower priority too")
    func shares() {
        func rank(_ part: Int64) -> OwnerRank { OwnerRank(share: Share(part: part, whole: 10)) }
        let items = [
            Self.item("x1", party: 0, at: 1), Self.item("x2", party: 0, at: 2), Self.item("y1", party: 1, at: 3),
            Self.item("y2", party: 1, at: 4), Self.item("x3", party: 0, priority: 1, at: 5),
            Self.item("y3", party: 1, priority: 1, at: 6),
        ]
        var sequence = Self.sequence(items, by: .drf, ranks: [0: rank(1), 1: rank(2)])
        var names: [String] = []
        for part in [Int64(4), 3, 5, 9] {
            guard let line = sequence.next() else { break }
            names.append(items[line].name)
            sequence.rank(items[line].party, rank(part))
            sequence.proceed(with: nil)
        }
        #expect(names == ["x1", "y1", "y2", "x2"])
        #expect(Self.names(sequence, items) == ["y3", "x3"])
    }

    @Test("By fair share: domain before group before user, whatever they hold")
    func usage() {
        let ranks = [
            0: OwnerRank(domainUsage: 1, userUsage: 9), 1: OwnerRank(groupUsage: 5, userUsage: 1),
            2: OwnerRank(share: Share(part: 9, whole: 10), groupUsage: 5),
        ]
        let items = (0..<3).map { Self.item("s\($0)", party: $0, at: 1) }
        #expect(Self.names(Self.sequence(items, by: .fairShare, ranks: ranks), items) == ["s2", "s1", "s0"])
    }

    @Test("Every session has its turn once, in an order that ranks and times explain", arguments: Sequencer.allCases)
    func everyOne(sequencer: Sequencer) {
        var random = SeededGenerator(seed: 3)
        let items = (0..<500).map { index in
            Self.item(
                "s\(index)", party: Int.random(in: 0..<40, using: &random),
                priority: Int.random(in: 0..<3, using: &random), at: Int64.random(in: 0..<50, using: &random))
        }
        var ranks: [Int: OwnerRank] = [:]
        for party in 0..<40 {
            ranks[party] = OwnerRank(share: Share(part: Int64.random(in: 0..<5, using: &random), whole: 99))
        }
        func precedes(_ one: Int, _ other: Int) -> Bool {
            let (left, right) = (items[one], items[other])
            if left.priority != right.priority { return left.priority > right.priority }
            let (first, second) = (ranks[left.party] ?? .none, ranks[right.party] ?? .none)
            if sequencer.ranksOwners, first != second { return first < second }
            if left.since != right.since {
                return sequencer == .lifo ? left.since > right.since : left.since < right.since
            }
            return left.name < right.name
        }
        var sequence = Self.sequence(items, by: sequencer, ranks: ranks)
        var left = Set(items.indices)
        while let line = sequence.next() {
            #expect(left.allSatisfy { $0 == line || precedes(line, $0) })
            left.remove(line)
            // What is held only grows within a pass.
            let party = items[line].party
            let grown = (ranks[party]?.share.part ?? 0) + Int64.random(in: 0..<3, using: &random)
            ranks[party] = OwnerRank(share: Share(part: grown, whole: 99))
            sequence.rank(party, ranks[party] ?? .none)
            sequence.proceed(with: nil)
        }
        #expect(left.isEmpty)
    }
}
