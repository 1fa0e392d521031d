/// The waiting sessions of a scaling group, one after the other.
///
/// What a session is given moves its owner alone, so the owners stand in a heap and each has his sessions in order. A turn takes
/// as many comparisons as that heap is high.
struct SessionSequence: Sendable {
    /// A waiting session as far as its turn is concerned.
    struct Entry: Sendable {
        /// The position of the session where it comes from.
        let session: Int
        /// The position of its owner in the ranks.
        let owner: Int
        /// The higher, the sooner.
        let priority: Int
        /// When it began to wait.
        let since: Int64
        /// Decides where nothing else does.
        let id: SessionID
    }

    /// One owner's sessions of one priority that are still to come, the next one last.
    private struct Line: Sendable {
        let owner: Int
        var entries: [Entry]
    }

    private let sequencer: Sequencer
    private var ranks: [OwnerRank]
    /// The lines of each priority, the lowest first; only the last is a heap.
    private var bands: [[Line]]
    /// Whose turn it was, not yet back in the heap, since his rank may change.
    private var taken: Line?

    /// Puts sessions in sequence.
    ///
    /// - Parameters:
    ///   - entries: The sessions, in any order.
    ///   - sequencer: Who comes first.
    ///   - ranks: How far each owner is behind; where the sequencer asks for ranks, there is one for each owner.
    init(_ entries: [Entry], by sequencer: Sequencer, ranks: [OwnerRank] = []) {
        self.sequencer = sequencer
        self.ranks = ranks
        bands = Dictionary(grouping: entries, by: \.priority).sorted { $0.key < $1.key }.map { _, entries in
            Dictionary(grouping: entries, by: \.owner).map { owner, entries in
                Line(owner: owner, entries: entries.sorted { SessionSequence.precedes($1, $0, sequencer) })
            }
        }
        makeHeap()
    }

    /// Takes the next session; nil when none is left.
    mutating func next() -> Entry? {
        if let line = taken.take(), let band = bands.indices.last {
            bands[band].append(line)
            rise(bands[band].count - 1, in: band)
        }
        while let band = bands.indices.last {
            guard var line = removeFirst(of: band) else {
                bands.removeLast()
                makeHeap()
                continue
            }
            let entry = line.entries.popLast()
            if !line.entries.isEmpty { taken = line }
            return entry
        }
        return nil
    }

    /// Ranks the owner of the session that was taken last.
    mutating func rank(_ owner: Int, _ rank: OwnerRank) { ranks[owner] = rank }

    private mutating func removeFirst(of band: Int) -> Line? {
        guard !bands[band].isEmpty else { return nil }
        bands[band].swapAt(0, bands[band].count - 1)
        let first = bands[band].removeLast()
        sink(0, in: band)
        return first
    }

    /// Makes the last band a heap: later than others, since ranks change in those before.
    private mutating func makeHeap() {
        guard let band = bands.indices.last else { return }
        for start in stride(from: bands[band].count / 2 - 1, through: 0, by: -1) { sink(start, in: band) }
    }

    private mutating func sink(_ start: Int, in band: Int) {
        var parent = start
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < bands[band].count {
                if precedes(bands[band][child], bands[band][first]) { first = child }
            }
            guard first != parent else { return }
            bands[band].swapAt(parent, first)
            parent = first
        }
    }

    private mutating func rise(_ start: Int, in band: Int) {
        var child = start
        while child > 0, precedes(bands[band][child], bands[band][(child - 1) / 2]) {
            bands[band].swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private func precedes(_ left: Line, _ right: Line) -> Bool {
        guard let first = left.entries.last, let second = right.entries.last else { return false }
        if sequencer.ranksOwners {
            let (one, other) = (ranks[left.owner], ranks[right.owner])
            if one < other { return true }
            if other < one { return false }
        }
        return SessionSequence.precedes(first, second, sequencer)
    }

    private static func precedes(_ left: Entry, _ right: Entry, _ sequencer: Sequencer) -> Bool {
        if left.since != right.since { return sequencer == .lifo ? left.since > right.since : left.since < right.since }
        return left.id < right.id
    }
}
