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
        var since: Int64
        /// Decides where nothing else does.
        var tie: UInt128
    }

    /// The lines of one holder, or of all where the sequencer does not rank them.
    private struct Holder: Sendable {
        let party: Int
        var lines: Heap<Front>
    }

    /// A line, compared by the session at its front.
    private struct Front: Sendable, Comparable {
        let entry: Entry
        let isLatestFirst: Bool

        static func == (left: Front, right: Front) -> Bool { left.entry.line == right.entry.line }

        static func < (left: Front, right: Front) -> Bool {
            let (first, second) = (left.entry.since, right.entry.since)
            if first != second { return left.isLatestFirst ? first > second : first < second }
            return left.entry.tie < right.entry.tie
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
    private var bands: [[Entry]]
    private var holders: [Holder] = []
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
        isLatestFirst = sequencer == .lifo
        ranksHolders = sequencer.ranksOwners
        self.ranks = ranks
        bands = Dictionary(grouping: entries, by: \.priority).sorted { $0.key < $1.key }.map(\.value)
        begin()
    }

    /// The line whose turn it is; nil when none is left.
    ///
    /// ``proceed(with:)`` must follow before the next one is asked for.
    mutating func next() -> Int? {
        while true {
            if let turn = turns.first {
                _ = turns.removeFirst()
                // A rank may have got worse since by another line of the same keypair.
                if ranksHolders, let rank = ranks[holders[turn.holder].party], turn.rank < rank {
                    turns.insert(Turn(holder: turn.holder, rank: rank, front: turn.front))
                    continue
                }
                current = turn.holder
                return turn.front.entry.line
            }
            guard !bands.isEmpty else { return nil }
            bands.removeLast()
            begin()
        }
    }

    /// Says with which session the line goes on whose turn it was; nil takes the line out.
    mutating func proceed(with front: (since: Int64, tie: UInt128)?) {
        guard let holder = current else { return }
        current = nil
        guard var entry = holders[holder].lines.removeFirst()?.entry else { return }
        if let front {
            (entry.since, entry.tie) = front
            holders[holder].lines.insert(Front(entry: entry, isLatestFirst: isLatestFirst))
        }
        enter(holder)
    }

    /// Ranks a party anew.
    mutating func rank(_ party: Int, _ rank: OwnerRank) { ranks[party] = rank }

    /// The lines that are left in this band and those below.
    var remaining: [Int] {
        holders.flatMap { $0.lines.elements.map(\.entry.line) } + bands.dropLast().flatMap { $0.map(\.line) }
    }

    /// Begins with the last band.
    private mutating func begin() {
        holders = []
        guard let band = bands.last else { return }
        let groups = ranksHolders ? Dictionary(grouping: band, by: \.party) : [0: band]
        for (party, entries) in groups {
            let fronts = entries.map { Front(entry: $0, isLatestFirst: isLatestFirst) }
            holders.append(Holder(party: party, lines: Heap(fronts)))
        }
        turns = Heap(holders.indices.compactMap(turn))
    }

    private mutating func enter(_ holder: Int) {
        if let turn = turn(holder) { turns.insert(turn) }
    }

    private func turn(_ holder: Int) -> Turn? {
        guard let front = holders[holder].lines.first else { return nil }
        let rank = ranksHolders ? ranks[holders[holder].party] ?? .none : .none
        return Turn(holder: holder, rank: rank, front: front)
    }
}
