/// Finds where and when a session that must wait can start, from the bounds of what runs alone.
struct ReservationSearch {
    let pool: AgentPool
    let held: HeldTable
    let now: UnixTime

    /// One agent with what it will get back, by time.
    private struct Prospect {
        let agent: Int
        /// What its sessions give back, the soonest first; those that have no bound come last, the fewest kernels first.
        let returns: [Return]

        /// How many of its sessions have no bound.
        var withoutBound: Int { returns.count { $0.time == .never } }
    }

    private struct Return {
        let session: Int
        let time: UnixTime
        let kernels: [HeldSession.Kernel]
    }

    /// The reservation of a session.
    ///
    /// - Parameters:
    ///   - parts: What must be found on one agent each.
    ///   - suitable: For each part the agents that could ever have it.
    /// - Returns: The start and the agents; nil when no agents could ever have it.
    func find(_ parts: [RequestPart], _ suitable: [[Int]]) -> (start: UnixTime, rooms: [Int: Reservation.Room])? {
        if parts.count == 1, let agents = suitable.first { return findOne(parts[0], agents) }
        let agents = Set(suitable.joined()).sorted { pool.free.ranks[$0] < pool.free.ranks[$1] }
        let prospects = agents.map(prospect)
        let times = Set(prospects.flatMap { $0.returns.map(\.time) }).sorted()
        // More is free the later it is, so the first moment at which there is room lies between two halves.
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if pack(parts, suitable, prospects, at: times[middle]) == nil { low = middle + 1 } else { high = middle }
        }
        guard low < times.count, let rooms = pack(parts, suitable, prospects, at: times[low]) else { return nil }
        return (times[low], rooms)
    }

    /// The agent that can have one part first; of those the one that must give up least, and the first by id.
    private func findOne(_ part: RequestPart, _ agents: [Int]) -> (UnixTime, [Int: Reservation.Room])? {
        var best: (time: UnixTime, returns: Int, agent: Int, room: Reservation.Room)?
        for agent in agents {
            if let best, !isFreed(agent, by: best.time) { continue }
            let prospect = prospect(agent)
            var room = room(agent, for: part.requests)
            for (index, back) in prospect.returns.enumerated() {
                if let best, best.time < back.time { break }
                if let best, best.time == back.time, best.returns < index { break }
                room.giveBack(back.kernels)
                guard room.hasRoom else { continue }
                if let other = best, other.time == back.time, other.returns == index,
                    pool.free.ranks[other.agent] < pool.free.ranks[agent]
                {
                    break
                }
                best = (back.time, index, agent, room)
                break
            }
        }
        return best.map { ($0.time, [$0.agent: $0.room]) }
    }

    /// For each part an agent, as they are now; nil when there are none.
    func arrangement(_ parts: [RequestPart], _ suitable: [[Int]]) -> [Int]? {
        let agents = Set(suitable.joined()).sorted { pool.free.ranks[$0] < pool.free.ranks[$1] }
        let whole = agents.map { agent in
            PartSearch.Room(
                agent: agent, devices: pool.entries[agent].devices, kernels: pool.kernelsLeft(on: agent))
        }
        return exhaustive(parts, suitable.map(Set.init), whole)
    }

    /// Whether there could be room for all parts if nothing ran.
    func isPossible(_ parts: [RequestPart], _ suitable: [[Int]]) -> Bool {
        if suitable.contains(where: \.isEmpty) { return false }
        return parts.count == 1 && parts[0].requests.count == 1 || hasRoom(parts, suitable) { _ in true }
    }

    /// Whether there is room for all parts when these sessions are gone.
    func hasRoom(_ parts: [RequestPart], _ suitable: [[Int]], without gone: (Int) -> Bool) -> Bool {
        let agents = Set(suitable.joined()).sorted { pool.free.ranks[$0] < pool.free.ranks[$1] }
        return pack(parts, suitable, agents.map(prospect)) { gone($0.session) } != nil
    }

    /// All parts on agents as they are at some moment; agents that must give up nothing come first.
    private func pack(
        _ parts: [RequestPart], _ suitable: [[Int]], _ prospects: [Prospect], at time: UnixTime
    ) -> [Int: Reservation.Room]? {
        let inOrder = prospects.enumerated().sorted { left, right in
            let (first, second) = (left.element.withoutBound, right.element.withoutBound)
            return time == .never && first != second ? first < second : left.offset < right.offset
        }
        return pack(parts, suitable, inOrder.map(\.element)) { $0.time <= time }
    }

    private func pack(
        _ parts: [RequestPart], _ suitable: [[Int]], _ prospects: [Prospect], without isGone: (Return) -> Bool
    ) -> [Int: Reservation.Room]? {
        let whole = prospects.map { prospect in
            var room = PartSearch.Room(
                agent: prospect.agent, devices: pool.entries[prospect.agent].devices,
                kernels: pool.kernelsLeft(on: prospect.agent))
            for back in prospect.returns where isGone(back) {
                for kernel in back.kernels { room.devices.take(kernel.shares, givesBack: true) }
                room.kernels = room.kernels.map { $0 + back.kernels.count }
            }
            return room
        }
        let suitable = suitable.map(Set.init)
        guard let agents = greedy(parts, suitable, whole) ?? exhaustive(parts, suitable, whole) else { return nil }
        var rooms: [Int: Reservation.Room] = [:]
        for room in whole where agents.contains(room.agent) {
            let requests = zip(agents, parts).filter { $0.0 == room.agent }.flatMap(\.1.requests)
            rooms[room.agent] = Reservation.Room(requests: requests, devices: room.devices, kernels: room.kernels)
        }
        return rooms
    }

    /// For each part the first agent that has room for it, the agents one after the other.
    private func greedy(
        _ parts: [RequestPart], _ suitable: [Set<Int>], _ whole: [PartSearch.Room]
    ) -> [Int]? {
        var agents = Array(repeating: -1, count: parts.count)
        var left = Array(parts.indices)
        for var room in whole {
            left.removeAll { part in
                guard suitable[part].contains(room.agent), room.take(parts[part]) else { return false }
                agents[part] = room.agent
                return true
            }
            if left.isEmpty { return agents }
        }
        return nil
    }

    private func exhaustive(
        _ parts: [RequestPart], _ suitable: [Set<Int>], _ whole: [PartSearch.Room]
    ) -> [Int]? {
        guard RequestPart.areUnequal(parts) else { return nil }
        var search = PartSearch(parts, suitable, whole)
        return search.find()
    }

    /// Whether anything of an agent becomes free until some moment.
    private func isFreed(_ agent: Int, by time: UnixTime) -> Bool {
        for row in held.sessions(on: agent).lazy.map(Int.init) where held.isEnding(row) || held.end(row) <= time {
            return true
        }
        return false
    }

    private func room(_ agent: Int, for requests: [SlotRequest]) -> Reservation.Room {
        Reservation.Room(
            requests: requests, devices: pool.entries[agent].devices, kernels: pool.kernelsLeft(on: agent))
    }

    private func prospect(_ agent: Int) -> Prospect {
        var returns = held.sessions(on: agent).map { number in
            let row = Int(number)
            let end = held.isEnding(row) ? now : max(held.end(row), now)
            let kernels = held.kernels(row)
            return Return(
                session: row, time: end,
                kernels: kernels.count == 1 ? kernels : kernels.filter { $0.number == agent })
        }
        returns.append(Return(session: -1, time: now, kernels: []))
        returns.sort { left, right in
            if left.time != right.time { return left.time < right.time }
            if left.kernels.count != right.kernels.count { return left.kernels.count < right.kernels.count }
            return right.session >= 0 && left.session >= 0
                && held.session(left.session).id < held.session(right.session).id
        }
        return Prospect(agent: agent, returns: returns)
    }
}

extension Reservation.Room {
    fileprivate mutating func giveBack(_ returned: [HeldSession.Kernel]) {
        for kernel in returned { devices.take(kernel.shares, givesBack: true) }
        kernels = kernels.map { $0 + returned.count }
    }

    fileprivate var hasRoom: Bool {
        (kernels.map { $0 >= requests.count } ?? true) && devices.shares(for: requests) != nil
    }
}
