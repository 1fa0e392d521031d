/// What a scheduler has before it at one moment: who waits in which order, what agents give, and who holds how much.
public struct SchedulerOverview: Sendable, Equatable {
    /// One session that waits.
    public struct Waiting: Sendable, Equatable {
        /// The session, with what it asks for.
        public let session: PendingSession
        /// How many of its scaling group come before it; nil while it waits for its time or for others.
        public let position: Int?
        /// Why it waited when it was last looked at; nil when it has not been.
        public let reason: WaitReason?
        /// Whether room is kept for it.
        public let isNext: Bool
    }

    /// One agent.
    public struct Agent: Sendable, Equatable {
        /// Which agent.
        public let id: AgentID
        /// Its scaling group.
        public let scalingGroup: String
        /// Its devices with what is held of each.
        public let devices: [Device]
    }

    /// One who holds something.
    public struct Owner: Sendable, Equatable {
        /// Who.
        public let holder: SessionHolder
        /// How many sessions he has that hold something.
        public let sessions: Int
        /// What they hold.
        public let slots: ResourceSlots
        /// The greatest of his shares of what all agents have, from 0 to 1.
        public let dominantShare: Double
    }

    /// The sessions that wait, by scaling group and turn; those that stand in no line last.
    public let queue: [Waiting]
    /// How many sessions wait, shown or not.
    public let waiting: Int
    /// The agents that take sessions, by id.
    public let agents: [Agent]
    /// Those who hold something, who has the greatest share first.
    public let owners: [Owner]
}

extension Scheduler {
    /// An overview of this moment.
    ///
    /// - Parameters:
    ///   - now: The present moment.
    ///   - limit: How many waiting sessions of each scaling group are listed at most.
    /// - Returns: The overview.
    public func overview(at now: UnixTime, limit: Int = 100) -> SchedulerOverview {
        var copy = self
        copy.pool.rank()
        let queue = groupStates.indices.sorted { groups[$0] < groups[$1] }.flatMap {
            copy.queue(of: $0, at: now, limit)
        }
        let agents = pool.entries.filter(\.isPresent).sorted { $0.id < $1.id }.map { entry in
            SchedulerOverview.Agent(
                id: entry.id, scalingGroup: groups[entry.scalingGroup], devices: entry.devices.groups.flatMap(\.devices)
            )
        }
        return SchedulerOverview(queue: queue, waiting: waitingCount, agents: agents, owners: owners(of: agents))
    }

    /// The sessions of a scaling group in the order of their turns, as if none were placed.
    private mutating func queue(of group: Int, at now: UnixTime, _ limit: Int) -> [SchedulerOverview.Waiting] {
        let pass = pass(through: group, at: now)
        let numbers = lines(of: group).filter { waiting.lines[$0].count > 0 }
        for number in numbers { waiting.begin(number) }
        var sequence = sequence(of: numbers, pass)
        var rows: [Int] = []
        while rows.count < limit, let line = sequence.next() {
            if let row = waiting.row(of: line, isLatestFirst: pass.isLatestFirst) { rows.append(row) }
            waiting.skip(line)
            sequence.proceed(with: front(of: line, pass))
        }
        let next = groupStates[group].reservation?.session
        let inLine = rows.enumerated().map { position, row in
            SchedulerOverview.Waiting(
                session: waiting.session(row), position: position,
                reason: waiting.code(row)?.reason(waiting.session(row), slots), isNext: waiting.id(row) == next)
        }
        return inLine + others(of: group, limit - inLine.count)
    }

    /// Sessions of a scaling group that wait for their time or for others.
    private func others(of group: Int, _ limit: Int) -> [SchedulerOverview.Waiting] {
        guard limit > 0 else { return [] }
        return waiting.rows(of: group, parties).filter { waiting.line($0) == nil }.map { row in
            let session = waiting.session(row)
            return SchedulerOverview.Waiting(
                session: session, position: nil, reason: waiting.code(row)?.reason(session, slots), isNext: false)
        }.sorted { ($0.session.since, $0.session.id) < ($1.session.since, $1.session.id) }.prefix(limit).map { $0 }
    }

    private func owners(of agents: [SchedulerOverview.Agent]) -> [SchedulerOverview.Owner] {
        let capacity = agents.lazy.flatMap(\.devices).reduce(into: ResourceSlots.none) { sum, device in
            if device.isHealthy { sum[device.slot] = sum[device.slot] + device.capacity }
        }
        var sums: [AccessKey: (holder: SessionHolder, sessions: Int, slots: ResourceSlots)] = [:]
        for session in held.all {
            var sum = sums[session.holder.keypair] ?? (session.holder, 0, .none)
            sum.sessions += 1
            for share in session.kernels.lazy.flatMap(\.shares) {
                sum.slots[share.slot] = sum.slots[share.slot] + share.amount
            }
            sums[session.holder.keypair] = sum
        }
        return sums.values.map { sum in
            let share = sum.slots.dominantShare(of: capacity)
            return SchedulerOverview.Owner(
                holder: sum.holder, sessions: sum.sessions, slots: sum.slots,
                dominantShare: Double(share.part) / Double(share.whole))
        }.sorted { left, right in
            left.dominantShare != right.dominantShare
                ? left.dominantShare > right.dominantShare : left.holder.keypair < right.holder.keypair
        }
    }
}
