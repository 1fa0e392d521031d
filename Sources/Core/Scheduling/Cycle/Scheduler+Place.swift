extension Scheduler {
    /// Why a session finds no place.
    enum PlaceRefusal: Error {
        /// What is free is too little.
        case noRoom
        /// It would do, but it is kept for another session.
        case reserved
    }

    /// Finds places for all kernels of a session, and takes them; or for none.
    mutating func place(
        _ entry: WaitingTable.Row, _ options: SchedulingOptions, _ reservation: Reservation?, endingBy end: UnixTime
    ) -> Result<[AgentChoice], PlaceRefusal> {
        prepare(entry.requestClass)
        let state = classStates[entry.requestClass]
        let result = place(state, nil, options, reservation, endingBy: end)
        guard case .failure(.noRoom) = result, state.isPossible, RequestPart.areUnequal(state.parts) else {
            return result
        }
        // Taking one after the other may have spoilt the place of the next.
        let search = ReservationSearch(pool: pool, held: held, slots: slots, now: .never)
        guard let agents = search.arrangement(state.parts, capable(entry.requestClass)) else { return result }
        return place(state, agents, options, reservation, endingBy: end)
    }

    /// Places part after part.
    ///
    /// - Parameters:
    ///   - state: The parts, and where they may be looked for.
    ///   - agents: For each part the agent that it is to have; nil leaves that to the selection.
    ///   - options: How the scaling group is scheduled.
    ///   - reservation: What is kept for another session.
    ///   - end: When the session has ended at the latest.
    /// - Returns: The places, which are taken.
    private mutating func place(
        _ state: ClassState, _ agents: [Int]?, _ options: SchedulingOptions, _ reservation: Reservation?,
        endingBy end: UnixTime
    ) -> Result<[AgentChoice], PlaceRefusal> {
        var hasMetReserved = false
        var kept = reservation
        var choices: [AgentChoice] = []
        for (index, part) in state.parts.enumerated() {
            let slots = slots
            let named = agents?[index] ?? part.agent
            let choice = pool.choose(for: part, in: state.suitable[index], by: options.selection, slots) { choice in
                if let named, named != choice.agent { return false }
                if kept?.allows(choice, endingBy: end, slots) ?? true { return true }
                hasMetReserved = true
                return false
            }
            guard let choice else {
                for choice in choices { giveBack(choice) }
                return .failure(hasMetReserved ? .reserved : .noRoom)
            }
            for (shares, request) in zip(choice.shares, part.requests) {
                pool.take(request, shares, on: choice.agent, slots)
            }
            kept?.note(choice, endingBy: end)
            choices.append(choice)
        }
        if let kept { groupStates[classes[state.number].scalingGroup].reservation = kept }
        return .success(choices)
    }

    private mutating func giveBack(_ choice: AgentChoice) {
        for shares in choice.shares { pool.giveBack(shares, on: choice.agent, slots) }
    }

    /// Makes a session that waited one that holds what it has been given.
    mutating func settle(_ row: Int, _ choices: [AgentChoice], at now: UnixTime, endingBy end: UnixTime) -> HeldSession
    {
        let entry = waiting[row]
        let state = classStates[entry.requestClass]
        var kernels: [(position: Int, held: HeldSession.Kernel, row: HeldTable.Kernel)] = []
        for (choice, part) in zip(choices, state.parts) {
            for (index, position) in part.kernels.enumerated() {
                let shares = choice.shares[index]
                kernels.append(
                    (
                        position,
                        HeldSession.Kernel(
                            kernel: entry.session.kernels[position].kernel, agent: pool.entries[choice.agent].id,
                            shares: shares),
                        HeldTable.Kernel(agent: choice.agent, shares: shares, request: part.requests[index])
                    ))
            }
        }
        if kernels.count > 1 { kernels.sort { $0.position < $1.position } }
        let session = HeldSession(
            id: entry.session.id, holder: entry.session.holder, kernels: kernels.map(\.held),
            scalingGroup: entry.session.scalingGroup, priority: entry.session.priority, since: now, endsBy: end,
            isPreemptible: entry.session.isPreemptible)
        let heldRow = HeldTable.Row(
            session: session, party: entry.party, kernels: kernels.map(\.row),
            total: classes[entry.requestClass].total)
        charge(heldRow)
        waiting.remove(row)
        add(heldRow)
        return session
    }

    /// Finds where a class may be looked for, unless that is known.
    mutating func prepare(_ requestClass: Int) {
        guard classStates[requestClass].epoch != pool.epoch else { return }
        let group = classes[requestClass].scalingGroup
        classStates[requestClass].suitable = classStates[requestClass].parts.map { part in
            SuitablePartitions(
                for: part.sum, architecture: part.architecture, scalingGroup: group, of: pool.partitions)
        }
        classStates[requestClass].epoch = pool.epoch
        let search = ReservationSearch(pool: pool, held: held, slots: slots, now: .never)
        classStates[requestClass].isPossible = search.isPossible(
            classStates[requestClass].parts, capable(requestClass))
    }

    /// The agents that could ever have each part of a class, whatever runs on them now.
    func capable(_ requestClass: Int) -> [[Int]] {
        zip(classStates[requestClass].parts, classStates[requestClass].suitable).map { part, suitable in
            suitable.tiers.joined().flatMap { pool.partitions[$0].agents }.filter { agent in
                pool.capacity.fits(part.sum, row: agent) && (part.agent ?? agent) == agent
            }.sorted { pool.free.ranks[$0] < pool.free.ranks[$1] }
        }
    }

    /// Why there is no room now for a class that there could be room for.
    func refusal(of requestClass: Int) -> WaitCode {
        for (part, agents) in zip(classStates[requestClass].parts, capable(requestClass)) {
            var lacking: [Int: Int] = [:]
            for agent in agents {
                if let slot = pool.free.lacking(part.sum, row: agent) { lacking[slot, default: 0] += 1 }
            }
            guard lacking.values.reduce(0, +) == agents.count else { continue }
            // Of which most agents have too little; of equal ones the more important.
            let slot = part.sum.amounts.map(\.slot).max { lacking[$0, default: 0] < lacking[$1, default: 0] }
            guard let slot else { continue }
            return slot == SlotTable.count
                ? WaitCode(kind: .agentsFull) : WaitCode(kind: .noRoom, number: Int64(slot))
        }
        return WaitCode(kind: .scattered)
    }

    /// Keeps room for the first session that must wait, as soon as it can have it.
    mutating func reserve(for row: Int, at now: UnixTime, _ options: SchedulingOptions, _ plan: inout Plan) {
        let entry = waiting[row]
        let parts = classStates[entry.requestClass].parts
        let capable = capable(entry.requestClass)
        if options.preemption != .off { evict(for: row, capable, at: now, options, &plan) }
        let search = ReservationSearch(pool: pool, held: held, slots: slots, now: now)
        guard let found = search.find(parts, capable) else { return }
        let group = parties[entry.party].scalingGroup
        groupStates[group].reservations += 1
        groupStates[group].reservation = Reservation(
            session: entry.session.id, start: found.start, party: entry.party,
            total: classes[entry.requestClass].total, priority: entry.session.priority, rooms: found.rooms)
    }
}
