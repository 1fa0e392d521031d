/// What is kept for the first session that must wait for room, and from when on it can have it.
///
/// Whoever has ended by then may use it meanwhile, and what is left of its agents is everybody's.
struct Reservation: Sendable {
    /// One agent, as it will be when the session starts.
    struct Room: Sendable {
        /// What the session's kernels need of it.
        let requests: [SlotRequest]
        /// Its devices, without what has ended by then, and with what has been let in since.
        var devices: AgentDevices
        /// How many kernels it could have then; nil is no limit.
        var kernels: Int?
    }

    /// The session.
    let session: SessionID
    /// When it can start at the latest; ``UnixTime/never`` where that is not known, and the agents drain.
    let start: UnixTime
    /// Its holder.
    let party: Int
    /// Of which limit it will need so much.
    let total: SlotRequest
    /// The agents by number.
    var rooms: [Int: Room]

    /// Whether something may use what is reserved, since it is gone in time.
    func isGone(_ end: UnixTime) -> Bool { start != .never && end <= start }

    /// Whether kernels may go to an agent: they take nothing that the session needs.
    func allows(_ choice: AgentChoice, endingBy end: UnixTime) -> Bool {
        guard var room = rooms[choice.agent], !isGone(end) else { return true }
        room.take(choice.shares)
        if let kernels = room.kernels, kernels < room.requests.count { return false }
        return room.devices.shares(for: room.requests) != nil
    }

    /// Notes that kernels have gone to an agent.
    mutating func note(_ choice: AgentChoice, endingBy end: UnixTime) {
        if !isGone(end) { rooms[choice.agent]?.take(choice.shares) }
    }
}

extension Reservation.Room {
    fileprivate mutating func take(_ shares: KernelShares) {
        devices.take(shares.all)
        kernels = kernels.map { $0 - shares.count }
    }
}

extension Scheduler {
    /// What is kept for the first session that must wait for room.
    public struct KeptRoom: Sendable, Equatable {
        /// The session.
        public let session: SessionID
        /// When it can start at the latest; ``UnixTime/never`` where that is not known.
        public let start: UnixTime
        /// The agents on which room is kept, by id.
        public let agents: [AgentID]
    }

    /// What is kept for the first session that must wait for room in a scaling group; nil when none must.
    public func reservation(in scalingGroup: String) -> KeptRoom? {
        guard let group = groups.known(scalingGroup), let kept = groupStates[group].reservation else { return nil }
        return KeptRoom(
            session: kept.session, start: kept.start, agents: kept.rooms.keys.map { pool.entries[$0].id }.sorted())
    }
}
