extension Scheduler {
    /// What becomes of the session whose turn it is.
    private enum Verdict {
        /// It starts.
        case placed
        /// It waits, and so does every session of its line.
        case lineWaits(WaitCode)
        /// It waits; the next one of its line may not.
        case waits(WaitCode)
        /// It waits, and so do all that come after it.
        case allWait
    }

    /// What one pass through a scaling group goes by.
    struct Pass {
        let group: Int
        var options: SchedulingOptions
        let now: UnixTime
        /// What the group has of each slot, for dominant shares.
        let capacity: [Int64]

        var isLatestFirst: Bool { options.sequencer == .lifo }
    }

    /// Looks at a scaling group's sessions.
    ///
    /// - Parameters:
    ///   - group: The scaling group.
    ///   - fresh: The only sessions that need be looked at, each new at the back of its line; nil is all.
    ///   - now: The present moment.
    ///   - plan: Gets what is decided.
    mutating func pass(_ group: Int, fresh: [Int]?, at now: UnixTime, _ plan: inout Plan) {
        if let fresh, fresh.isEmpty { return }
        let pass = pass(through: group, at: now)
        if let fresh, !mayPrecedeHead(fresh, pass) {
            run(window(of: fresh, pass), pass, &plan)
        } else {
            groupStates[group].isChanged = false
            groupStates[group].reservation = nil
            run(contenders(pass, &plan), pass, &plan)
        }
    }

    /// What a pass through a scaling group goes by now.
    mutating func pass(through group: Int, at now: UnixTime) -> Pass {
        let options = groupStates[group].options
        return Pass(
            group: group, options: options, now: now, capacity: options.sequencer.ranksOwners ? capacity(of: group) : []
        )
    }

    /// The lines of new sessions, each with these alone to come.
    private mutating func window(of fresh: [Int], _ pass: Pass) -> [Int] {
        var counts: [Int: Int] = [:]
        for row in fresh { if let line = waiting.line(row) { counts[line, default: 0] += 1 } }
        for (line, count) in counts {
            let all = waiting.lines[line].count
            waiting.begin(line, at: pass.isLatestFirst ? 0 : all - count, end: pass.isLatestFirst ? count : all)
        }
        return counts.keys.sorted()
    }

    private mutating func run(_ lines: [Int], _ pass: Pass, _ plan: inout Plan) {
        var sequence = sequence(of: lines, pass)
        while let line = sequence.next() {
            guard let row = waiting.row(of: line, isLatestFirst: pass.isLatestFirst) else {
                sequence.proceed(with: nil)
                continue
            }
            let key = waiting.lines[line].key
            switch consider(row, key, pass, &plan) {
            case .placed:
                if pass.options.sequencer.ranksOwners { sequence.rank(key.party, rank(key.party, pass)) }
                waiting.shorten(line)
            case .waits(let code):
                note(code, for: row, &plan)
                waiting.skip(line)
            case .lineWaits(let code):
                noteRest(of: line, code, pass, &plan)
            case .allWait:
                for line in [line] + sequence.remaining { noteRest(of: line, WaitCode(kind: .behind), pass, &plan) }
                return
            }
            sequence.proceed(with: front(of: line, pass))
        }
    }

    /// Lines that have begun, in the order of their turns.
    func sequence(of lines: [Int], _ pass: Pass) -> LineSequence {
        var ranks: [Int: OwnerRank] = [:]
        let entries = lines.compactMap { line -> LineSequence.Entry? in
            guard let front = front(of: line, pass) else { return nil }
            let key = waiting.lines[line].key
            if pass.options.sequencer.ranksOwners, ranks[key.party] == nil { ranks[key.party] = rank(key.party, pass) }
            return .init(
                line: line, party: key.party, priority: key.priority, since: front.since, tie: front.tie)
        }
        return LineSequence(entries, by: pass.options.sequencer, ranks: ranks)
    }

    /// What decides on the turn of a line: its session at the front; nil when all have had theirs.
    func front(of line: Int, _ pass: Pass) -> (since: Int64, tie: UInt128)? {
        waiting.row(of: line, isLatestFirst: pass.isLatestFirst).map { (waiting.since($0), waiting.tie($0)) }
    }

    /// Notes why all sessions of a line wait that have not had their turn.
    private mutating func noteRest(of line: Int, _ code: WaitCode, _ pass: Pass, _ plan: inout Plan) {
        while let row = waiting.row(of: line, isLatestFirst: pass.isLatestFirst) {
            note(code, for: row, &plan)
            waiting.skip(line)
        }
    }

    /// Whether one of these sessions may come before the one for which room is kept.
    private func mayPrecedeHead(_ fresh: [Int], _ pass: Pass) -> Bool {
        guard let head = groupStates[pass.group].reservation, let row = sessions.known(head.session),
            waiting.contains(row), let line = waiting.line(row)
        else { return false }
        let place = waiting.lines[line].key
        return fresh.contains { fresh in
            guard let line = waiting.line(fresh) else { return false }
            return precedes((fresh, waiting.lines[line].key), (row, place), pass)
        }
    }

    /// Whether a session comes before another one now.
    func precedes(
        _ left: (row: Int, key: WaitingTable.Key), _ right: (row: Int, key: WaitingTable.Key), _ pass: Pass
    ) -> Bool {
        if left.key.priority != right.key.priority { return left.key.priority > right.key.priority }
        if pass.options.sequencer.ranksOwners, left.key.party != right.key.party {
            let (first, second) = (rank(left.key.party, pass), rank(right.key.party, pass))
            if first < second { return true }
            if second < first { return false }
        }
        return precedes(left.row, right.row, isLatestFirst: pass.isLatestFirst)
    }

    /// Whether a session comes before another one of the same priority and rank.
    func precedes(_ left: Int, _ right: Int, isLatestFirst: Bool) -> Bool {
        let (first, second) = (waiting.since(left), waiting.since(right))
        if first != second { return isLatestFirst ? first > second : first < second }
        return waiting.tie(left) < waiting.tie(right)
    }

    /// How far a party is behind others.
    func rank(_ party: Int, _ pass: Pass) -> OwnerRank {
        let share = parties.dominantShare(of: party, in: pass.capacity)
        guard pass.options.sequencer == .fairShare else { return OwnerRank(share: share) }
        let scopes = parties[party]
        // Of those who have used the same, the one who holds less.
        return OwnerRank(
            share: share, domainUsage: self.scopes.usage(scopes.domain), groupUsage: self.scopes.usage(scopes.group),
            userUsage: self.scopes.usage(scopes.user) + (groupStates[pass.group].usages[scopes.keypair] ?? 0))
    }

    private mutating func consider(
        _ row: Int, _ key: WaitingTable.Key, _ pass: Pass, _ plan: inout Plan
    ) -> Verdict {
        if let code = limit(key, pass.group) { return .lineWaits(code) }
        let isKept = groupStates[pass.group].reservation != nil
        if isKept, !pass.options.allowsBackfill { return .allWait }
        if let refusal = classStates[key.requestClass].refusal, refusal.release == groupStates[pass.group].release {
            if !isKept, classStates[key.requestClass].isPossible { reserve(for: row, pass, &plan) }
            return .lineWaits(refusal.code)
        }
        let end = waiting.timeLimit(row).map { pass.now.adding(seconds: $0) } ?? .never
        if isKept, let kept = classStates[key.requestClass].kept, kept.end <= end,
            kept.reservation == groupStates[pass.group].reservations
        {
            return .waits(WaitCode(kind: .reserved))
        }
        switch place(key.requestClass, pass, endingBy: end) {
        case .success(let choices):
            plan.placements.append(.init(session: settle(row, choices, at: pass.now, endingBy: end)))
            return .placed
        case .failure(.reserved):
            classStates[key.requestClass].kept = (end, groupStates[pass.group].reservations)
            return .waits(WaitCode(kind: .reserved))
        case .failure(.noRoom):
            let code = refuse(key.requestClass, pass)
            // Nothing is kept for what no agent could ever run.
            if !isKept, classStates[key.requestClass].isPossible { reserve(for: row, pass, &plan) }
            return .lineWaits(code)
        }
    }

    /// Notes that there is no room for a class, until something becomes free.
    mutating func refuse(_ requestClass: Int, _ pass: Pass) -> WaitCode {
        let isPossible = classStates[requestClass].isPossible
        // What was short is likely to be so still; whoever wants to know exactly asks for an explanation.
        let code =
            !isPossible
            ? WaitCode(kind: .noAgent)
            : classStates[requestClass].told.flatMap { $0.kind == .noAgent ? nil : $0 } ?? refusal(of: requestClass)
        classStates[requestClass].refusal = (code, groupStates[pass.group].release)
        return code
    }

    /// The first limit that holds a session back, in the original's order of checks.
    func limit(_ key: WaitingTable.Key, _ group: Int) -> WaitCode? {
        let party = parties[key.party]
        if party.isPlatform { return nil }
        let reservation = groupStates[group].reservation
        let kept = reservation.map { (party: parties[$0.party], total: $0.total) }
        for place in 0..<Party.places {
            let scope = party.scope(place)
            let also = kept.flatMap { $0.party.scope(place) == scope ? $0.total : nil }
            guard
                let slot = scopes.excess(of: scope, with: classes[key.requestClass].total, and: also)
                    ?? scopes.overdrawn(scope)
            else { continue }
            guard slot == SlotTable.count else { return .limit(scope: place, slot: slot) }
            return WaitCode(kind: .sessionLimit, number: Int64(scopes.maximumSessions(scope)))
        }
        return nil
    }

    /// What a group's agents have together.
    private mutating func capacity(of group: Int) -> [Int64] {
        if groupStates[group].capacity.epoch != pool.epoch {
            groupStates[group].capacity = (pool.capacity(of: group), pool.epoch)
        }
        return groupStates[group].capacity.amounts
    }
}
