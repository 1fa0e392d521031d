/// Finds the changes of a request each of which, alone, would let a waiting session start now.
///
/// It works on a copy of the scheduler, by the code that places sessions, so that what it finds is what a cycle would do.
struct ChangeSearch {
    private var scheduler: Scheduler
    private let session: PendingSession
    private let row: Int
    private let pass: Scheduler.Pass

    init(_ scheduler: Scheduler, _ row: Int, _ pass: Scheduler.Pass) {
        self.scheduler = scheduler
        self.row = row
        self.pass = pass
        session = scheduler.waiting.session(row)
    }

    /// The changes, the smallest first; none when only time can help.
    mutating func changes() -> [RequestChange] {
        guard session.dependencies.allSatisfy({ $0.outcome == .succeeded }) else { return [] }
        var changes: [RequestChange] = []
        if session.startsAt.map({ $0 > pass.now }) ?? false { changes += tried(.startNow) }
        if let limit = limitInTime() { changes += tried(.timeLimit(from: session.timeLimit, to: limit)) }
        if let priority = higherPriority() { changes += tried(.priority(from: session.priority, to: priority)) }
        if session.kernels.contains(where: { $0.agent != nil }) { changes += tried(.anyAgent) }
        if session.kernels.count > 1 {
            if session.mode == .singleNode { changes += tried(.multiNode) }
            changes += most(from: 1, below: Int64(session.kernels.count)) { [session] count in
                .kernels(from: session.kernels.count, to: Int(count))
            }
        }
        for slot in session.requested.names { changes += less(of: slot) }
        return changes.enumerated().sorted {
            ($0.element.size, $0.offset) < ($1.element.size, $1.offset)
        }.map(\.element)
    }

    /// The change, if it lets the session start.
    private mutating func tried(_ change: RequestChange) -> [RequestChange] {
        starts(session.changed(by: change)) ? [change] : []
    }

    /// The greatest number in a range with which the session starts, in logarithmically many tries.
    private mutating func most(
        from least: Int64, below end: Int64, _ change: (Int64) -> RequestChange
    ) -> [RequestChange] {
        guard least < end, starts(session.changed(by: change(least))) else { return [] }
        var (low, high) = (least, end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if starts(session.changed(by: change(middle))) { low = middle } else { high = middle }
        }
        return [change(low)]
    }

    /// The greatest amount of a slot, in steps that somebody would ask for, with which the session starts.
    private mutating func less(of slot: SlotName) -> [RequestChange] {
        let asked = session.kernels.reduce(.zero) { max($0, $1.slots[slot]) }
        let step = step(of: slot, asked)
        // Every kernel needs a processor and memory.
        let least: Int64 = slot.isAccelerator ? 0 : 1
        let count = (asked.thousandths - 1) / step + 1
        return most(from: least, below: count) { .slot(slot, from: asked, to: Quantity(thousandths: $0 * step)) }
    }

    private func step(of slot: SlotName, _ asked: Quantity) -> Int64 {
        if slot.isBytes { return Quantity(1 << 20).thousandths }
        let rules = scheduler.slots.known(slot).flatMap { scheduler.pool.rules(of: $0) } ?? .usual
        // Whoever asks for whole ones wants whole ones.
        return asked.thousandths % 1000 == 0 ? max(1000, rules.quantum.thousandths) : rules.quantum.thousandths
    }

    /// The longest time limit, in seconds, with which the session has ended when what is kept is needed.
    private func limitInTime() -> Int64? {
        guard let kept = scheduler.groupStates[pass.group].reservation, kept.session != session.id,
            kept.start != .never
        else { return nil }
        let seconds = (kept.start.microseconds - pass.now.microseconds) / 1_000_000
        return seconds > 0 && seconds < session.timeLimit ?? .max ? seconds : nil
    }

    /// The lowest priority with which the session comes before the one for which room is kept.
    private func higherPriority() -> Int? {
        guard let head = head else { return nil }
        let priority = scheduler.waiting.priority(head)
        let known = priority...min(priority + 1, 100)
        return known.first { $0 > session.priority && comesBefore(head, withPriority: $0) }
    }

    /// The row of the session for which room is kept, unless that is this one.
    private var head: Int? {
        guard let kept = scheduler.groupStates[pass.group].reservation, kept.session != session.id,
            let row = scheduler.sessions.known(kept.session), scheduler.waiting.line(row) != nil
        else { return nil }
        return row
    }

    private func comesBefore(_ head: Int, withPriority priority: Int) -> Bool {
        guard let line = scheduler.waiting.line(head) else { return true }
        let key = WaitingTable.Key(
            party: scheduler.waiting.party(row), priority: priority, requestClass: scheduler.waiting.requestClass(row))
        return scheduler.precedes((row, key), (head, scheduler.waiting.lines[line].key), pass)
    }

    /// Whether the session would start now if it asked for this.
    private mutating func starts(_ changed: PendingSession) -> Bool {
        guard changed.startsAt.map({ $0 <= pass.now }) ?? true else { return false }
        let kept = scheduler.groupStates[pass.group].reservation
        defer { scheduler.groupStates[pass.group].reservation = kept }
        if let head, !comesBefore(head, withPriority: changed.priority) {
            guard pass.options.allowsBackfill else { return false }
        } else {
            scheduler.groupStates[pass.group].reservation = nil
        }
        let requestClass = scheduler.requestClass(of: changed, in: pass.group)
        let key = WaitingTable.Key(
            party: scheduler.waiting.party(row), priority: changed.priority, requestClass: requestClass)
        guard scheduler.limit(key, pass.group) == nil else { return false }
        let end = changed.timeLimit.map { pass.now.adding(seconds: $0) } ?? .never
        scheduler.seek(requestClass)
        guard case .success(let choices) = scheduler.place(requestClass, pass, endingBy: end) else { return false }
        for choice in choices.all { scheduler.giveBack(choice) }
        return true
    }
}
