import Core

extension Store {
    /// Saves what the scheduler has decided, in one transaction.
    ///
    /// What has changed since it was told is not overwritten: a session that waits no more, or whose agent has gone, is left
    /// as it is, and the scheduler is told of it the next time.
    ///
    /// - Returns: The sessions that start or end, as saved, with the effects to carry out.
    func save(_ plan: Plan) throws(StoreError) -> [SavedTransition] {
        try transaction { connection throws(StoreError) in
            var saved: [SavedTransition] = []
            try connection.changedRows.ignoring { () throws(StoreError) in
                let now = Timestamp.now()
                for waiting in plan.waiting { try Store.save(waiting, at: now, connection) }
            }
            for cancellation in plan.cancellations {
                let reason = TransitionDetail(reason: cancellation.reason.status, message: cancellation.reason.sentence)
                if let ended = try Store.apply(.terminationRequested, to: cancellation.session, reason, connection) {
                    saved.append(ended)
                }
            }
            for ending in plan.endings {
                if let ended = try Store.save(ending, connection) { saved.append(ended) }
            }
            for placement in plan.placements {
                if let started = try Store.save(placement, connection) { saved.append(started) }
            }
            return saved
        }
    }

    private static func save(
        _ ending: Plan.Ending, _ connection: SQLiteConnection
    ) throws(StoreError) -> SavedTransition? {
        var status = ending.reason.status
        if ending.reason == .timeLimit, try !endsByOwnLimit(ending.session, connection) {
            status = .idleSessionLifetime
        }
        let reason = TransitionDetail(reason: status, message: ending.reason.sentence)
        // What somebody works in cannot begin anew by itself.
        if case .preempted(by: _, isRequeued: true) = ending.reason, try isBatch(ending.session, connection) {
            return try apply(.preempted, to: ending.session, reason, connection)
        }
        return try apply(.terminationRequested, to: ending.session, reason, connection)
    }

    private static func isBatch(_ session: SessionID, _ connection: SQLiteConnection) throws(StoreError) -> Bool {
        let rows = try connection.query("SELECT session_type FROM sessions WHERE id = ?", [.text(session.rawValue)])
        return rows.first?.text("session_type") == SessionType.batch.rawValue
    }

    private static func save(
        _ waiting: Plan.Waiting, at now: Int64, _ connection: SQLiteConnection
    ) throws(StoreError) {
        let (id, reason) = (SQLValue.text(waiting.session.rawValue), SQLValue.text(waiting.reason.status.rawValue))
        let sentence = SQLValue.text(waiting.reason.sentence)
        let waits = try connection.run(
            "UPDATE sessions SET status_info = ?, status_detail = ? WHERE id = ? AND status = 'PENDING'",
            [reason, sentence, id])
        guard waits == 1 else { return }
        try noteWait(of: id, reason, sentence, at: now, connection)
    }

    private static func save(
        _ placement: Plan.Placement, _ connection: SQLiteConnection
    ) throws(StoreError) -> SavedTransition? {
        let session = placement.session
        var mayStart = true
        for kernel in session.kernels where mayStart {
            let agents = try connection.query(
                """
                SELECT 1 AS one FROM agents
                WHERE id = ? AND status = 'ALIVE' AND schedulable = 1 AND silent_since IS NULL
                """,
                [.text(kernel.agent.rawValue)])
            mayStart = agents.count == 1
        }
        let takes = mayStart
        let started = try connection.changedRows.ignoring { () throws(StoreError) -> SavedTransition? in
            guard takes else { return nil }
            let reason = TransitionDetail(reason: .scheduled, message: "")
            guard try apply(.placed, to: session.id, reason, connection) != nil else { return nil }
            for kernel in session.kernels { try allocate(kernel, at: session.since, connection) }
            return try apply(.startRequested, to: session.id, TransitionDetail(), connection)
        }
        // The scheduler takes for held what is not.
        if started == nil {
            try connection.run("UPDATE sessions SET status = status WHERE id = ?", [.text(session.id.rawValue)])
        }
        return started
    }

    private static func allocate(
        _ kernel: HeldSession.Kernel, at now: UnixTime, _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            "UPDATE kernels SET agent = ? WHERE id = ?",
            [.text(kernel.agent.rawValue), .text(kernel.kernel.rawValue)])
        for share in kernel.shares {
            try connection.run(
                "INSERT INTO allocations (kernel_id, agent, slot, device, amount, used_at) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .text(kernel.kernel.rawValue), .text(kernel.agent.rawValue), .text(share.slot.rawValue),
                    .text(share.device.rawValue), .integer(share.amount.thousandths), .integer(now.microseconds),
                ])
        }
    }

    /// The living sessions that hold some of `slot`, greatest amount first: who a waiting session waits for.
    func holders(of slot: SlotName) throws(StoreError) -> [(session: SessionRecord, amount: Quantity)] {
        try connection.query(
            """
            SELECT s.*, u.email AS email, g.name AS group_name, sum(a.amount) AS held FROM allocations a
            JOIN kernels k ON k.id = a.kernel_id JOIN sessions s ON s.id = k.session_id
            JOIN users u ON u.id = s.user_id JOIN groups g ON g.id = s.group_id
            WHERE a.freed_at IS NULL AND a.slot = ? GROUP BY s.id ORDER BY held DESC, s.created_at
            """,
            [.text(slot.rawValue)]
        ).map { (SessionRecord(row: $0), Quantity(thousandths: $0.integer("held"))) }
    }
}
