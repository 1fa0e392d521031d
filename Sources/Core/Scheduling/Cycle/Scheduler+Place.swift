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
        _ requestClass: Int, _ pass: Pass, endingBy end: UnixTime
    ) -> Result<AgentChoices, PlaceRefusal> {
        prepare(requestClass)
        let result = place(requestClass, nil, pass, endingBy: end)
        guard case .failure(.noRoom) = result else { return result }
        let parts = classStates[requestClass].parts
        guard parts.count > 1, classStates[requestClass].isPossible, RequestPart.areUnequal(parts) else {
            return result
        }
        // Taking one after the other may have spoilt the place of the next.
        let search = ReservationSearch(pool: pool, held: held, now: .never)
        guard let agents = search.arrangement(parts, capable(requestClass)) else { return result }
        return place(requestClass, agents, pass, endingBy: end)
    }

    /// Places part after part.
    ///
    /// - Parameters:
    ///   - requestClass: What is asked for.
    ///   - agents: For each part the agent that it is to have; nil leaves that to the selection.
    ///   - pass: The pass.
    ///   - end: When the session has ended at the latest.
    /// - Returns: The places, which are taken.
    private mutating func place(
        _ requestClass: Int, _ agents: [Int]?, _ pass: Pass, endingBy end: UnixTime
    ) -> Result<AgentChoices, PlaceRefusal> {
        var admission = Admission(kept: groupStates[pass.group].reservation, end: end)
        var choices = AgentChoices()
        for index in classStates[requestClass].parts.indices {
            let part = classStates[requestClass].parts[index]
            admission.agent = agents?[index] ?? part.agent
            guard
                let choice = pool.choose(
                    for: part, in: classStates[requestClass].suitable[index], by: pass.options.selection, &admission)
            else {
                for choice in choices.all { giveBack(choice) }
                return .failure(admission.hasMetReserved ? .reserved : .noRoom)
            }
            for kernel in part.requests.indices {
                pool.grant(part.requests[kernel], choice.shares[kernel], on: choice.agent)
            }
            admission.note(choice)
            choices.append(choice)
        }
        if let kept = admission.kept { groupStates[pass.group].reservation = kept }
        return .success(choices)
    }

    /// Gives back what has been taken for a trial.
    mutating func giveBack(_ choice: AgentChoice) {
        for kernel in 0..<choice.shares.count { pool.giveBack(choice.shares[kernel], on: choice.agent) }
    }

    /// Makes a session that waited one that holds what it has been given.
    mutating func settle(_ row: Int, _ choices: AgentChoices, at now: UnixTime, endingBy end: UnixTime) -> HeldSession {
        let requestClass = waiting.requestClass(row)
        let places = classStates[requestClass].places
        var kernels: [HeldSession.Kernel] = []
        kernels.reserveCapacity(places.count)
        for position in places.indices {
            let choice = choices[places[position].part]
            kernels.append(
                HeldSession.Kernel(
                    kernel: waiting.kernel(row, at: position), agent: pool.entries[choice.agent].id,
                    shares: choice.shares[places[position].kernel], number: choice.agent))
        }
        let session = HeldSession(waiting.identity(row), kernels: kernels, since: now, endsBy: end)
        waiting.leave(row)
        add(session, as: row, party: waiting.party(row), total: classes[requestClass].total)
        return session
    }

    /// Finds where a class may be looked for, and takes it for possible.
    ///
    /// For what asks for less than one that is possible, in a copy that is thrown away.
    mutating func seek(_ requestClass: Int) {
        guard classStates[requestClass].epoch != pool.epoch else { return }
        seekPartitions(for: requestClass)
        classStates[requestClass].isPossible = true
    }

    /// Finds where a class may be looked for, unless that is known.
    mutating func prepare(_ requestClass: Int) {
        guard classStates[requestClass].epoch != pool.epoch else { return }
        seekPartitions(for: requestClass)
        let search = ReservationSearch(pool: pool, held: held, now: .never)
        classStates[requestClass].isPossible = search.isPossible(
            classStates[requestClass].parts, capable(requestClass))
    }

    private mutating func seekPartitions(for requestClass: Int) {
        let group = classes[requestClass].scalingGroup
        classStates[requestClass].suitable = classStates[requestClass].parts.map { part in
            SuitablePartitions(
                for: part.sum, architecture: part.architecture, scalingGroup: group, of: pool.partitions)
        }
        classStates[requestClass].epoch = pool.epoch
    }

    /// The agents that could ever have each part of a class, whatever runs on them now.
    func capable(_ requestClass: Int) -> [[Int]] {
        zip(classStates[requestClass].parts, classStates[requestClass].suitable).map { part, suitable in
            suitable.tiers.joined().flatMap { pool.partitions[$0].agents }.filter { agent in
                pool.capacity.fits(part.sum, row: agent) && (part.agent ?? agent) == agent
            }
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
    mutating func reserve(for row: Int, _ pass: Pass, _ plan: inout Plan) {
        let (requestClass, party) = (waiting.requestClass(row), waiting.party(row))
        let capable = capable(requestClass)
        if pass.options.preemption != .off { evict(for: row, capable, at: pass.now, pass.options, &plan) }
        let search = ReservationSearch(pool: pool, held: held, now: pass.now)
        guard let found = search.find(classStates[requestClass].parts, capable) else { return }
        groupStates[pass.group].reservations += 1
        groupStates[pass.group].reservation = Reservation(
            session: waiting.id(row), start: found.start, party: party, total: classes[requestClass].total,
            rooms: found.rooms)
    }
}
