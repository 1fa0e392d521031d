extension Scheduler {
    /// Says why a session waits, as a cycle would find that looks at everything now.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - now: The present moment.
    /// - Returns: What is in its way; nil for one that does not wait.
    public func explain(_ session: SessionID, at now: UnixTime) -> Explanation? {
        guard let known = sessions.known(session), waiting.contains(known) else { return nil }
        var copy = self
        copy.reconsider()
        _ = copy.plan(at: now)
        // It starts now, or is given up.
        guard let row = copy.sessions.known(session), copy.waiting.contains(row) else {
            return Explanation(
                session: session, reason: nil, position: nil, waiting: copy.waiting.count, holders: [], keptFor: nil,
                start: nil, changes: [])
        }
        return copy.explain(row, copy.pass(through: parties[waiting.party(row)].scalingGroup, at: now))
    }

    /// Says why a session waits of which a cycle has just found that it must.
    private mutating func explain(_ row: Int, _ pass: Pass) -> Explanation {
        let session = waiting.session(row)
        let code = exactCode(row, pass)
        let kept = groupStates[pass.group].reservation
        let (holders, isPlaced) = holders(row, code, pass)
        var search = ChangeSearch(self, row, pass)
        return Explanation(
            session: session.id, reason: code.reason(session, slots), position: position(row, pass),
            waiting: lines(of: pass.group).reduce(0) { $0 + waiting.lines[$1].count }, holders: holders,
            keptFor: code.kind == .reserved || code.kind == .behind ? kept?.session : nil,
            start: kept.flatMap { $0.session == session.id && $0.start != .never && isPlaced ? $0.start : nil },
            changes: search.changes())
    }

    /// What binds a session, where the cycle only knows that others like it have found no room.
    private mutating func exactCode(_ row: Int, _ pass: Pass) -> WaitCode {
        let told = waiting.code(row) ?? WaitCode(kind: .behind)
        guard told.isForRoom, classStates[waiting.requestClass(row)].isPossible else { return told }
        return refusal(of: waiting.requestClass(row))
    }

    /// The lines of a scaling group.
    func lines(of group: Int) -> [Int] {
        groupStates[group].classes.filter { $0 < waiting.linesOfClass.count }
            .flatMap { waiting.linesOfClass[$0].map(Int.init) }
    }

    /// How many sessions have their turn before one that stands in a line.
    private func position(_ row: Int, _ pass: Pass) -> Int? {
        guard let own = waiting.line(row) else { return nil }
        let key = waiting.lines[own].key
        return lines(of: pass.group).reduce(0) { count, number in
            let line = waiting.lines[number]
            let rows = line.rows[line.start...]
            // A line's sessions stand in the order in which they have their turns, or in its reverse.
            let first = rows.partitioningIndex { other in
                let isBefore = precedes((Int(other), line.key), (row, key), pass)
                return pass.isLatestFirst ? isBefore : !isBefore
            }
            return count + (pass.isLatestFirst ? rows.endIndex - first : first - rows.startIndex)
        }
    }
}

extension Scheduler {
    /// How many agents are looked at for those who hold what is needed.
    private static let agentsLookedAt = 32

    /// Those in the way of a session, and whether agents have been found on which it could start once they are gone.
    private func holders(_ row: Int, _ code: WaitCode, _ pass: Pass) -> ([Explanation.Holder], Bool) {
        let party = parties[waiting.party(row)]
        switch code.kind {
        case .sessionLimit:
            let total = classes[waiting.requestClass(row)].total
            let scopes = (0..<Party.places).map(party.scope).filter {
                self.scopes.excess(of: $0, with: total, and: nil) == SlotTable.count
            }
            return (holders(in: scopes, of: nil), false)
        case .keypairLimit, .userLimit, .groupLimit, .domainLimit:
            guard let place = code.place else { return ([], false) }
            return (holders(in: [party.scope(place)], of: Int(code.number)), false)
        case .agentsFull, .noRoom, .scattered: return holdersOfRoom(row, pass)
        default: return ([], false)
        }
    }

    /// The sessions of some scopes that hold something of a slot, or anything.
    private func holders(in scopes: [Int], of slot: Int?) -> [Explanation.Holder] {
        let rows = held.rowNumbers.filter { row in
            let party = parties[held.party(row)]
            guard !party.isPlatform, (0..<Party.places).contains(where: { scopes.contains(party.scope($0)) }) else {
                return false
            }
            return slot.map { slot in held.total(row).amounts.contains { $0.slot == slot } } ?? true
        }
        return first(rows) { row in
            held.kernels(row).flatMap(\.shares).filter { share in slot.map { slots[$0] == share.slot } ?? true }
        }
    }

    /// The sessions on the agents that could have a session first, and that must end for it.
    private func holdersOfRoom(_ row: Int, _ pass: Pass) -> ([Explanation.Holder], Bool) {
        let agents: Set<Int>
        let start: UnixTime
        let kept = groupStates[pass.group].reservation
        if let kept, kept.session == waiting.id(row) {
            (agents, start) = (Set(kept.rooms.keys), kept.start)
        } else {
            let parts = classStates[waiting.requestClass(row)].parts
            let search = ReservationSearch(pool: pool, held: held, slots: slots, now: pass.now)
            let near = zip(parts, capable(waiting.requestClass(row))).map(nearest)
            guard let found = search.find(parts, near) else { return ([], false) }
            (agents, start) = (Set(found.rooms.keys), found.start)
        }
        let asked = Set(waiting.session(row).requested.names)
        let rows = Set(agents.flatMap { held.sessions(on: $0).map(Int.init) }).filter { held.end($0) <= start }
        let holders = first(Array(rows)) { row in
            held.kernels(row).filter { agents.contains($0.number) }.flatMap(\.shares)
                .filter { asked.contains($0.slot) }
        }
        return (holders, true)
    }

    /// Of the agents that could ever have a part those that lack least of it.
    private func nearest(_ part: RequestPart, _ agents: [Int]) -> [Int] {
        guard agents.count > Scheduler.agentsLookedAt else { return agents }
        return agents.map { (lack: pool.free.lack(of: part.sum, row: $0), agent: $0) }
            .sorted { $0 < $1 }.prefix(Scheduler.agentsLookedAt).map(\.agent)
    }

    /// The first of some sessions by their end.
    private func first(_ rows: [Int], _ shares: (Int) -> [DeviceShare]) -> [Explanation.Holder] {
        let sorted = rows.map { (end: held.end($0), id: held.session($0).id, row: $0) }
            .sorted { ($0.end, $0.id) < ($1.end, $1.id) }
        return sorted.prefix(Explanation.mostHolders).map { entry in
            let slots = shares(entry.row).reduce(into: ResourceSlots.none) { $0[$1.slot] = $0[$1.slot] + $1.amount }
            return Explanation.Holder(session: entry.id, slots: slots, endsBy: entry.end)
        }
    }
}
