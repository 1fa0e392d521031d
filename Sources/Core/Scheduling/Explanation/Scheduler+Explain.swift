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
        let group = parties[waiting.party(known)].scalingGroup
        let isDue = groupStates.contains { $0.isChanged || !$0.arrivals.isEmpty }
        if isDue { _ = copy.plan(at: now) }
        // It starts now, or is given up.
        guard let row = copy.sessions.known(session), copy.waiting.contains(row) else {
            return Explanation(
                session: session, reason: nil, position: nil, waiting: copy.waiting.count, holders: [], keptFor: nil,
                start: nil, changes: [])
        }
        let pass = copy.pass(through: group, at: now)
        if pass.options.sequencer.ranksOwners { copy.chooseHead(pass) }
        return copy.explain(row, pass)
    }

    /// Says why a session waits of which a cycle has found that it must.
    private mutating func explain(_ row: Int, _ pass: Pass) -> Explanation {
        let session = waiting.session(row)
        let code = exactCode(row, pass)
        let kept = groupStates[pass.group].reservation
        let (holders, isPlaced) = holders(row, code, pass)
        let (position, inLine) = position(row, pass)
        var search = ChangeSearch(self, row, pass)
        return Explanation(
            session: session.id, reason: code.reason(session, slots), position: position, waiting: inLine,
            holders: holders, keptFor: code.kind == .reserved || code.kind == .behind ? kept?.session : nil,
            start: kept.flatMap { $0.session == session.id && $0.start != .never && isPlaced ? $0.start : nil },
            changes: search.changes())
    }

    /// Keeps room for the session that would get it now.
    ///
    /// What has been placed since it was kept has changed whose turn it is.
    private mutating func chooseHead(_ pass: Pass) {
        let kept = groupStates[pass.group].reservation
        guard kept != nil else { return }
        groupStates[pass.group].reservation = nil
        var ranks = RankTable(self, pass)
        var head: (row: Int, key: WaitingTable.Key)?
        for line in lines(of: pass.group) {
            let key = waiting.lines[line].key
            guard classStates[key.requestClass].isPossible,
                classStates[key.requestClass].refusal?.release == groupStates[pass.group].release,
                let row = waiting.first(of: line, isLatestFirst: pass.isLatestFirst)
            else { continue }
            if let head, !ranks.precedes((row, key), head) { continue }
            if limit(key, pass.group) == nil { head = (row, key) }
        }
        guard let head, waiting.id(head.row) != kept?.session else {
            groupStates[pass.group].reservation = kept
            return
        }
        var plan = Plan()
        var quiet = pass
        quiet.options.preemption = .off
        reserve(for: head.row, quiet, &plan)
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

    /// How many sessions have their turn before one, nil where it stands in no line; and how many stand in lines.
    private func position(_ row: Int, _ pass: Pass) -> (Int?, Int) {
        let key = waiting.key(row)
        var ranks = RankTable(self, pass)
        var (before, all) = (0, 0)
        for line in lines(of: pass.group) {
            let (place, count) = (waiting.lines[line].key, waiting.lines[line].count)
            all += count
            switch ranks.order(place, key) {
            case .before: before += count
            case .after: break
            case .byTime: before += waiting.count(in: line, before: row, isLatestFirst: pass.isLatestFirst)
            }
        }
        return (waiting.line(row) == nil ? nil : before, all)
    }
}

/// Whose turn comes before whose, for many comparisons at one moment.
private struct RankTable {
    private let scheduler: Scheduler
    private let pass: Scheduler.Pass
    private var ranks: [OwnerRank?]

    init(_ scheduler: Scheduler, _ pass: Scheduler.Pass) {
        self.scheduler = scheduler
        self.pass = pass
        ranks = pass.options.sequencer.ranksOwners ? Array(repeating: nil, count: scheduler.parties.count) : []
    }

    /// What decides between the sessions of two lines.
    enum Order {
        case before
        case after
        case byTime
    }

    /// Whether all sessions of one line come before those of another one.
    mutating func order(_ left: WaitingTable.Key, _ right: WaitingTable.Key) -> Order {
        if left.priority != right.priority { return left.priority > right.priority ? .before : .after }
        guard pass.options.sequencer.ranksOwners, left.party != right.party else { return .byTime }
        let (first, second) = (rank(left.party), rank(right.party))
        return first < second ? .before : second < first ? .after : .byTime
    }

    mutating func precedes(
        _ left: (row: Int, key: WaitingTable.Key), _ right: (row: Int, key: WaitingTable.Key)
    ) -> Bool {
        switch order(left.key, right.key) {
        case .before: true
        case .after: false
        case .byTime: scheduler.precedes(left.row, right.row, isLatestFirst: pass.isLatestFirst)
        }
    }

    private mutating func rank(_ party: Int) -> OwnerRank {
        if let known = ranks[party] { return known }
        let rank = scheduler.rank(party, pass)
        ranks[party] = rank
        return rank
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
            let search = ReservationSearch(pool: pool, held: held, now: pass.now)
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
