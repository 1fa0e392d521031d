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

    /// One pass through a scaling group.
    private struct Pass {
        let group: Int
        let options: SchedulingOptions
        let now: UnixTime
        /// What the group has of each slot, for dominant shares.
        let capacity: [Int64]
        /// For each line how many of its sessions have had their turn, as far as any has.
        var cursors: [Int: Int] = [:]
        /// For each line how many of its sessions are looked at at most.
        var ends: [Int: Int] = [:]
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
        let options = groupStates[group].options
        let isPartial = fresh.map { !mayPrecedeHead($0, group) } ?? false
        groupStates[group].isChanged = false
        var pass = Pass(
            group: group, options: options, now: now,
            capacity: options.sequencer == .drf ? pool.capacity(of: group) : [])
        if isPartial, let fresh {
            for row in fresh { if let line = waiting[row].line { pass.ends[line, default: 0] += 1 } }
            if options.sequencer != .lifo {
                for (line, count) in pass.ends {
                    pass.cursors[line] = waiting.lines[line].count - count
                    pass.ends[line] = waiting.lines[line].count
                }
            }
        } else {
            groupStates[group].reservation = nil
        }
        let lines = isPartial ? pass.ends.keys.sorted() : waiting.lineLists[group] ?? []
        run(lines, &pass, &plan)
    }

    private mutating func run(_ lines: [Int], _ pass: inout Pass, _ plan: inout Plan) {
        var entries: [LineSequence.Entry] = []
        var ranks: [Int: OwnerRank] = [:]
        for line in lines {
            guard let row = row(line, &pass) else { continue }
            let key = waiting.lines[line].key
            let session = waiting[row].session
            if pass.options.sequencer.ranksOwners, ranks[key.party] == nil {
                ranks[key.party] = rank(key.party, pass.options.sequencer, pass.capacity)
            }
            entries.append(
                .init(
                    line: line, party: key.party, priority: key.priority, since: session.since.microseconds,
                    id: session.id))
        }
        var sequence = LineSequence(entries, by: pass.options.sequencer, ranks: ranks)
        while let line = sequence.next() {
            guard let row = row(line, &pass) else {
                sequence.proceed(with: nil)
                continue
            }
            let party = waiting.lines[line].key.party
            switch consider(row, pass, &plan) {
            case .placed:
                if pass.options.sequencer.ranksOwners {
                    sequence.rank(party, rank(party, pass.options.sequencer, pass.capacity))
                }
                if pass.ends[line] != nil { pass.ends[line, default: 0] -= 1 }
            case .waits(let code):
                note(code, for: row, &plan)
                pass.cursors[line, default: 0] += 1
            case .lineWaits(let code):
                noteRest(of: line, code, &pass, &plan)
            case .allWait:
                for line in [line] + sequence.remaining {
                    noteRest(of: line, WaitCode(kind: .behind), &pass, &plan)
                }
                return
            }
            sequence.proceed(
                with: self.row(line, &pass).map { row in
                    let session = waiting[row].session
                    return (session.since.microseconds, session.id)
                })
        }
    }

    /// The session of a line whose turn it is; nil when all of them have had it.
    private func row(_ line: Int, _ pass: inout Pass) -> Int? {
        let cursor = pass.cursors[line] ?? 0
        let line = (number: line, value: waiting.lines[line])
        let end = min(pass.ends[line.number] ?? .max, line.value.count)
        guard cursor < end else { return nil }
        let position =
            pass.options.sequencer == .lifo ? line.value.rows.count - 1 - cursor : line.value.start + cursor
        return Int(line.value.rows[position])
    }

    private mutating func noteRest(of line: Int, _ code: WaitCode, _ pass: inout Pass, _ plan: inout Plan) {
        while let row = row(line, &pass) {
            note(code, for: row, &plan)
            pass.cursors[line, default: 0] += 1
        }
    }

    /// Whether one of these sessions may come before the one for which room is kept.
    private func mayPrecedeHead(_ fresh: [Int], _ group: Int) -> Bool {
        guard let head = groupStates[group].reservation else { return false }
        let options = groupStates[group].options
        if options.sequencer != .fifo { return true }
        return fresh.contains { waiting[$0].session.priority > head.priority }
    }

    private func rank(_ party: Int, _ sequencer: Sequencer, _ capacity: [Int64]) -> OwnerRank {
        guard sequencer == .fairShare else { return OwnerRank(share: parties.dominantShare(of: party, in: capacity)) }
        let scopes = parties[party]
        return OwnerRank(
            domainUsage: self.scopes.usage(scopes.domain), groupUsage: self.scopes.usage(scopes.group),
            userUsage: self.scopes.usage(scopes.user))
    }

    private mutating func consider(_ row: Int, _ pass: Pass, _ plan: inout Plan) -> Verdict {
        let entry = waiting[row]
        if let code = limit(entry, pass.group) { return .lineWaits(code) }
        let reservation = groupStates[pass.group].reservation
        if reservation != nil, !pass.options.allowsBackfill { return .allWait }
        let state = classStates[entry.requestClass]
        if let refusal = state.refusal, refusal.release == groupStates[pass.group].release {
            if reservation == nil, state.isPossible { reserve(for: row, at: pass.now, pass.options, &plan) }
            return .lineWaits(refusal.code)
        }
        let end = entry.session.timeLimit.map { pass.now.adding(seconds: $0) } ?? .never
        if reservation != nil, let kept = state.kept, kept.end <= end,
            kept.reservation == groupStates[pass.group].reservations
        {
            return .waits(WaitCode(kind: .reserved))
        }
        switch place(entry, pass.options, reservation, endingBy: end) {
        case .success(let choices):
            plan.placements.append(.init(session: settle(row, choices, at: pass.now, endingBy: end)))
            return .placed
        case .failure(.reserved):
            classStates[entry.requestClass].kept = (end, groupStates[pass.group].reservations)
            return .waits(WaitCode(kind: .reserved))
        case .failure(.noRoom):
            let isPossible = classStates[entry.requestClass].isPossible
            let code = isPossible ? refusal(of: entry.requestClass) : WaitCode(kind: .noAgent)
            classStates[entry.requestClass].refusal = (code, groupStates[pass.group].release)
            // Nothing is kept for what no agent could ever run.
            if isPossible, reservation == nil { reserve(for: row, at: pass.now, pass.options, &plan) }
            return .lineWaits(code)
        }
    }

    /// The first limit that holds a session back, in the original's order of checks.
    private func limit(_ entry: WaitingTable.Row, _ group: Int) -> WaitCode? {
        if entry.session.holder.isPlatform { return nil }
        let total = classes[entry.requestClass].total
        let scopes = parties[entry.party].scopes
        let reservation = groupStates[group].reservation.flatMap { $0.session == entry.session.id ? nil : $0 }
        let reserved = reservation.map { parties[$0.party].scopes }
        for (place, scope) in scopes.enumerated() {
            let also = reserved?[place] == scope ? reservation?.total : nil
            guard let slot = self.scopes.excess(of: scope, with: total, and: also) ?? self.scopes.overdrawn(scope)
            else {
                continue
            }
            guard slot == SlotTable.count else { return .limit(scope: place, slot: slot) }
            return WaitCode(kind: .sessionLimit, number: Int64(self.scopes.maximumSessions(scope)))
        }
        return nil
    }
}
