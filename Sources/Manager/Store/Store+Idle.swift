import Core

/// A session that runs, as idle checks see it.
struct RunningSession: Sendable, Equatable {
    /// One of its kernels.
    struct Kernel: Sendable, Equatable {
        let id: KernelID
        let agent: AgentID
        let slots: ResourceSlots
    }

    let id: SessionID
    let subject: IdleSubject
    /// When it began to run.
    let since: UnixTime
    let kernels: [Kernel]
    /// Whether it has been warned of its end.
    var isWarned: Bool
}

extension Store {
    /// The sessions that run.
    ///
    /// - Parameter sessions: The only ones to look at; nil for all.
    /// - Returns: Those that run, in no order.
    /// - Throws: ``StoreError``.
    func runningSessions(_ sessions: Set<SessionID>? = nil) throws(StoreError) -> [RunningSession] {
        guard let sessions else { return try runningSessions(SQLFragment("1 = 1", [])) }
        var running: [RunningSession] = []
        let ids = sessions.sorted()
        // SQLite takes a limited number of values at once.
        for start in stride(from: 0, to: ids.count, by: 500) {
            let part = ids[start..<min(start + 500, ids.count)].map { SQLValue.text($0.rawValue) }
            let marks = Array(repeating: "?", count: part.count).joined(separator: ", ")
            running += try runningSessions(SQLFragment("s.id IN (\(marks))", part))
        }
        return running
    }

    private func runningSessions(_ condition: SQLFragment) throws(StoreError) -> [RunningSession] {
        let running = "s.status IN ('RUNNING', 'RUNNING_DEGRADED') AND \(condition.sql)"
        let held = try connection.query(
            """
            SELECT s.id AS session, k.id AS kernel, k.agent, a.slot, sum(a.amount) AS amount, min(a.used_at) AS used_at
            FROM sessions s JOIN kernels k ON k.session_id = s.id JOIN allocations a ON a.kernel_id = k.id
            WHERE \(running) AND a.freed_at IS NULL GROUP BY k.id, a.slot ORDER BY k.local_rank, k.id
            """, condition.values)
        let shares = Dictionary(grouping: held) { $0.text("session") }
        return try connection.query(
            """
            SELECT s.id, s.session_type, s.status_changed, s.status_detail, s.time_limit, s.is_idle_exempt,
                p.idle_timeout, p.max_session_lifetime, u.created_at AS user_created
            FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN keypairs k ON k.access_key = s.access_key
            LEFT JOIN keypair_resource_policies p ON p.name = k.resource_policy WHERE \(running)
            """, condition.values
        ).map { RunningSession(row: $0, shares: shares[$0.text("id")] ?? []) }
    }

    /// Tells of a session's end to come: its status gets a line, and those who follow its events get one.
    func warn(_ session: SessionID, of warning: IdleWarning) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            guard try Store.setDetail(warning.sentence, of: session, connection) else { return }
            try connection.run(
                """
                INSERT INTO status_history (session_id, kernel_id, from_status, to_status, reason, changed_at)
                SELECT id, NULL, status, status, ?, ? FROM sessions WHERE id = ?
                """,
                [.text(warning.reason.rawValue), .integer(Timestamp.now()), .text(session.rawValue)])
            connection.hasNewHistory = true
        }
    }

    /// Takes a warning back: the session has been used.
    func takeBackWarning(of session: SessionID) throws(StoreError) {
        _ = try Store.setDetail("", of: session, connection)
    }

    /// Has idle checks leave a session alone, or look at it again.
    func setIdleExemption(_ isExempt: Bool, of session: SessionID, by entry: AuditEntry) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            try connection.run(
                "UPDATE sessions SET is_idle_exempt = ? WHERE id = ?", [SQLValue(isExempt), .text(session.rawValue)])
            try Store.record(entry, connection)
        }
    }

    private static func setDetail(
        _ text: String, of session: SessionID, _ connection: SQLiteConnection
    ) throws(StoreError) -> Bool {
        // The scheduler does not look at it.
        try connection.changedRows.ignoring { () throws(StoreError) in
            try connection.run(
                "UPDATE sessions SET status_detail = ? WHERE id = ? AND status IN ('RUNNING', 'RUNNING_DEGRADED')",
                [.text(text), .text(session.rawValue)]) == 1
        }
    }
}

extension RunningSession {
    fileprivate init(row: SQLRow, shares: [SQLRow]) {
        id = SessionID(rawValue: row.text("id"))
        since = UnixTime(microseconds: row.integer("status_changed"))
        isWarned = !(row.optionalText("status_detail") ?? "").isEmpty
        var kernels: [Kernel] = []
        for share in shares {
            let id = KernelID(rawValue: share.text("kernel"))
            let before = kernels.last?.id == id ? kernels.removeLast().slots : .none
            let slots = before + ResourceSlots(rows: [share])
            kernels.append(Kernel(id: id, agent: AgentID(rawValue: share.text("agent")), slots: slots))
        }
        self.kernels = kernels
        let begun = shares.map { $0.integer("used_at") }.min() ?? since.microseconds
        subject = IdleSubject(
            type: SessionType(rawValue: row.text("session_type")) ?? .interactive,
            begun: UnixTime(microseconds: begun),
            userCreated: UnixTime(microseconds: row.integer("user_created")),
            // A policy that is gone leaves it to the manager's own rules.
            policyTimeout: row.optionalInteger("idle_timeout") ?? -1, lifetime: row.timeLimit,
            lifetimeReason: row.timeLimit == row.optionalInteger("time_limit") ? .execTimeout : .idleSessionLifetime,
            slotKinds: Set(kernels.flatMap { $0.slots.amounts.filter { $0.value > .zero }.keys.map(\.kind) }),
            isExempt: row.flag("is_idle_exempt"))
    }
}
