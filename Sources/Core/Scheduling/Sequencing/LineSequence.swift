/// The lines of a scaling group, one after the other by the session at the front of each.
///
/// What a session is given moves its holder alone, so the holders stand in a heap, each with a heap of lines. A turn takes as many
/// comparisons as the two are high.
struct LineSequence: Sendable {
    /// A line as far as its turn is concerned.
    struct Entry: Sendable {
        let line: Int
        let party: Int
        let priority: Int
        /// When the session at its front began to wait.
        let since: Int64
        /// Decides where nothing else does.
        let tie: UInt128
    }

    /// A line, compared by the session at its front; small, since heaps move it about.
    private struct Front: Sendable, Comparable {
        let line: Int32
        let party: Int32
        /// The time at which the session began to wait, counted backwards where the latest is first.
        var order: Int64
        var tie: UInt128

        static func == (left: Front, right: Front) -> Bool { left.order == right.order && left.tie == right.tie }

        static func < (left: Front, right: Front) -> Bool {
            left.order != right.order ? left.order < right.order : left.tie < right.tie
        }
    }

    /// A holder, compared by how far he is behind, and then by the first session of his.
    private struct Turn: Sendable, Comparable {
        let holder: Int
        let rank: OwnerRank
        let front: Front

        static func < (left: Turn, right: Turn) -> Bool {
            if left.rank < right.rank { return true }
            if right.rank < left.rank { return false }
            return left.front < right.front
        }
    }

    private let isLatestFirst: Bool
    private let ranksHolders: Bool
    private var ranks: [Int: OwnerRank]
    /// The lines of each priority, the lowest first.
    private var bands: [[Front]]
    /// For each holder his lines; one for all where the sequencer does not rank them.
    private var holders: [Heap<Front>] = []
    private var turns = Heap<Turn>()
    /// The holder whose turn it was, not yet back in the heap, since his rank may change.
    private var current: Int?

    /// Puts lines in sequence.
    ///
    /// - Parameters:
    ///   - entries: The lines, none of them empty, in any order.
    ///   - sequencer: Who comes first.
    ///   - ranks: How far each party is behind; used where the sequencer ranks holders.
    init(_ entries: [Entry], by sequencer: Sequencer, ranks: [Int: OwnerRank] = [:]) {
        let isLatestFirst = sequencer == .lifo
        self.isLatestFirst = isLatestFirst
        ranksHolders = sequencer.ranksOwners
        self.ranks = ranks
        bands = Dictionary(grouping: entries, by: \.priority).sorted { $0.key < $1.key }.map { _, entries in
            entries.map { entry in
                Front(
                    line: Int32(entry.line), party: Int32(entry.party),
                    order: isLatestFirst ? -entry.since : entry.since, tie: entry.tie)
            }
        }
        begin()
    }

    /// The line whose turn it is; nil when none is left.
    ///
    /// ``proceed(with:)`` must follow before the next one is asked for.
    mutating func next() -> Int? {
        while true {
            if !ranksHolders {
                if let front = holders.first?.first {
                    current = 0
                    return Int(front.line)
                }
            } else if let turn = turns.first {
                // A rank may have got worse since by another line of the same keypair.
                if let rank = ranks[Int(turn.front.party)], turn.rank < rank {
                    turns.replaceFirst(with: Turn(holder: turn.holder, rank: rank, front: turn.front))
                    continue
                }
                _ = turns.removeFirst()
                current = turn.holder
                return Int(turn.front.line)
            }
            guard !bands.isEmpty else { return nil }
            bands.removeLast()
            begin()
        }
    }

    /// Says with which session the line goes on whose turn it was; nil takes the line out.
    mutating func proceed(with front: (since: Int64, tie: UInt128)?) {
        guard let holder = current, var first = holders[holder].first else { return }
        current = nil
        if let front {
            (first.order, first.tie) = (isLatestFirst ? -front.since : front.since, front.tie)
            holders[holder].replaceFirst(with: first)
        } else {
            _ = holders[holder].removeFirst()
        }
        if ranksHolders, let turn = turn(holder) { turns.insert(turn) }
    }

    /// Ranks a party anew.
    mutating func rank(_ party: Int, _ rank: OwnerRank) { ranks[party] = rank }

    /// The lines that are left in this band and those below.
    var remaining: [Int] {
        holders.flatMap { $0.elements.map { Int($0.line) } } + bands.dropLast().flatMap { $0.map { Int($0.line) } }
    }

    /// Begins with the last band.
    private mutating func begin() {
        holders = []
        guard let band = bands.last else { return }
        holders = ranksHolders ? Dictionary(grouping: band, by: \.party).values.map { Heap($0) } : [Heap(band)]
        turns = ranksHolders ? Heap(holders.indices.compactMap(turn)) : Heap()
    }

    private func turn(_ holder: Int) -> Turn? {
        guard let front = holders[holder].first else { return nil }
        return Turn(holder: holder, rank: ranks[Int(front.party)] ?? .none, front: front)
    }
}
