extension Scheduler {
    /// Decides on all that waits, and takes what is decided for done.
    ///
    /// Scaling groups are gone through by name, since a session of one may count against the same limits as that of
    /// another. Within a group sessions follow its sequencer; what waits for room has the room kept that it can have first.
    ///
    /// - Parameter now: The present moment.
    /// - Returns: What is to be saved and done.
    public mutating func plan(at now: UnixTime) -> Plan {
        pool.rank()
        var plan = Plan()
        endOverdue(at: now, &plan)
        for group in groupStates.indices.sorted(by: { groups[$0] < groups[$1] }) {
            expire(group, at: now, &plan)
            let fresh = admit(group, at: now, &plan)
            pass(group, fresh: fresh, at: now, &plan)
        }
        return plan
    }

    /// When something happens though nothing changes: a session may start, has waited too long, or has run too long.
    public var nextWake: UnixTime {
        groupStates.reduce(bounds.first?.time ?? .never) { earliest, state in
            let deadline = state.deadlines.first?.time.adding(seconds: state.options.pendingTimeout) ?? .never
            return min(earliest, deadline, state.sleepers.first?.time ?? .never)
        }
    }

    /// Ends what has run for as long as it may.
    private mutating func endOverdue(at now: UnixTime, _ plan: inout Plan) {
        while let first = bounds.first, first.time <= now {
            _ = bounds.removeFirst()
            guard held.contains(first.row), held.end(first.row) == first.time, !held.isEnding(first.row) else {
                continue
            }
            plan.endings.append(.init(session: held.session(first.row).id, reason: .timeLimit))
            held.markEnding(first.row)
        }
    }

    /// Gives up what has waited too long.
    private mutating func expire(_ group: Int, at now: UnixTime, _ plan: inout Plan) {
        let patience = groupStates[group].options.pendingTimeout
        guard patience > 0 else { return }
        while let first = groupStates[group].deadlines.first, first.time.adding(seconds: patience) <= now {
            _ = groupStates[group].deadlines.removeFirst()
            guard waiting.contains(first.row), waiting.start(first.row) == first.time else { continue }
            let session = waiting.id(first.row)
            plan.cancellations.append(.init(session: session, reason: .pendingTimeout(patience)))
            withdraw(session)
        }
    }

    /// Puts sessions in line that may start as far as they themselves are concerned.
    ///
    /// - Returns: The rows that are new in their lines; nil when others must be looked at as well.
    private mutating func admit(_ group: Int, at now: UnixTime, _ plan: inout Plan) -> [Int]? {
        while let sleeper = groupStates[group].sleepers.first, sleeper.time <= now {
            _ = groupStates[group].sleepers.removeFirst()
            groupStates[group].arrivals.append(sleeper.row)
        }
        var fresh: [Int] = []
        for row in groupStates[group].arrivals {
            // It may have gone meanwhile, and another one may have its number.
            guard waiting.contains(row), waiting.line(row) == nil, parties[waiting.party(row)].scalingGroup == group
            else { continue }
            if waiting.isConditional(row), !admit(row, group, at: now, &plan) { continue }
            if waiting.enter(row) {
                fresh.append(row)
            } else {
                groupStates[group].isChanged = true
            }
        }
        groupStates[group].arrivals = []
        return groupStates[group].isChanged ? nil : fresh
    }

    private mutating func admit(_ row: Int, _ group: Int, at now: UnixTime, _ plan: inout Plan) -> Bool {
        let session = waiting.session(row)
        let failed = session.dependencies.filter { $0.outcome == .failed }
        // What makes it impossible counts before what makes it wait.
        guard failed.isEmpty else {
            plan.cancellations.append(.init(session: session.id, reason: .dependencyFailed(failed.map(\.name))))
            withdraw(session.id)
            return false
        }
        if let start = session.startsAt, start > now {
            groupStates[group].sleepers.insert(Timer(time: start, tie: session.id.tie, row: row))
            note(WaitCode(kind: .beforeStart), for: row, &plan)
            return false
        }
        guard session.dependencies.allSatisfy({ $0.outcome == .succeeded }) else {
            note(WaitCode(kind: .dependencies), for: row, &plan)
            return false
        }
        return true
    }

    /// Notes why a session waits; the plan has it if that is another reason than before.
    mutating func note(_ code: WaitCode, for row: Int, _ plan: inout Plan) {
        guard waiting.note(code, for: row) else { return }
        let session = waiting.session(row)
        plan.waiting.append(.init(session: session.id, reason: code.reason(session, slots)))
    }
}
