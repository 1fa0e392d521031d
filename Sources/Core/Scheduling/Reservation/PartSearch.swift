/// Finds agents for the parts of a session when taking one after the other finds none.
///
/// The parts stand with the largest first, so that little is tried in vain; after so many tries it gives up.
struct PartSearch {
    /// One agent with what it could give.
    struct Room {
        let agent: Int
        var devices: AgentDevices
        /// How many kernels it could have; nil is no limit.
        var kernels: Int?

        /// Takes what a part's kernels get; nothing when there is no room for all of them.
        mutating func take(_ part: RequestPart) -> Bool {
            if let kernels, kernels < part.requests.count { return false }
            guard let shares = devices.shares(for: part.requests) else { return false }
            devices.take(shares.all)
            kernels = kernels.map { $0 - shares.count }
            return true
        }
    }

    private static let patience = 2000

    private let parts: [RequestPart]
    /// For each part the agents that it may have.
    private let suitable: [Set<Int>]
    private var rooms: [Room]
    private var tries = 0

    init(_ parts: [RequestPart], _ suitable: [Set<Int>], _ rooms: [Room]) {
        self.parts = parts
        self.suitable = suitable
        self.rooms = rooms
    }

    /// For each part the agent that it gets; nil when there are none, or none has been found in time.
    mutating func find() -> [Int]? { find(from: 0) }

    private mutating func find(from part: Int) -> [Int]? {
        guard part < parts.count else { return [] }
        for index in rooms.indices where suitable[part].contains(rooms[index].agent) {
            tries += 1
            guard tries < PartSearch.patience else { return nil }
            let before = rooms[index]
            guard rooms[index].take(parts[part]) else { continue }
            if let rest = find(from: part + 1) { return [before.agent] + rest }
            rooms[index] = before
        }
        return nil
    }
}
