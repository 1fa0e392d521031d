import Core

/// A transition that has been saved.
struct SavedTransition: Sendable {
    let session: SessionRecord
    let effects: [SessionLifecycle.Effect]
}

/// What is known about a kernel's change beside the event itself.
struct TransitionDetail: Sendable {
    var reason: StatusReason?
    /// A sentence for the user.
    var message: String?
    var kernel: KernelID?
    var container: String?
    var exitCode: Int?
    var statistics: KernelStatistics?
    /// Which of its lives the kernel tells of: how often it had been restarted.
    var generation = 0
}

extension Store {
    /// Saves what `event` makes of a session; nothing is done when the session does not accept it.
    ///
    /// Each change of status is one guarded UPDATE and one row of history, and a kernel that ends frees its allocations
    /// in the same transaction.
    ///
    /// - Returns: The session as saved with the effects to carry out, or nil when the event came too late or too early.
    func apply(
        _ event: SessionLifecycle.Event,
        to session: SessionID,
        _ detail: TransitionDetail = TransitionDetail()
    ) throws(StoreError) -> SavedTransition? {
        try transaction { connection throws(StoreError) in
            try Store.apply(event, to: session, detail, connection)
        }
    }

    static func apply(
        _ event: SessionLifecycle.Event,
        to session: SessionID,
        _ detail: TransitionDetail,
        _ connection: SQLiteConnection
    ) throws(StoreError) -> SavedTransition? {
        guard let before = try lifecycle(of: session, connection) else { return nil }
        // A kernel that is restarting still reports for a moment that it runs, as it did before.
        if before.status == .restarting, case .kernelStarted(let kernel) = event,
            try generation(of: kernel, connection) != detail.generation
        {
            return nil
        }
        var after = before
        guard let effects = try? after.handle(event) else { return nil }
        let now = Timestamp.now()
        for (kernel, status) in after.kernels.sorted(by: { $0.key < $1.key }) where before.kernels[kernel] != status {
            let isConcerned = detail.kernel == nil || detail.kernel == kernel
            try save(
                kernel, from: before.kernels[kernel] ?? .pending, to: status, of: session,
                isConcerned ? detail : TransitionDetail(reason: detail.reason), at: now, connection
            )
        }
        if before.waitsAgain != after.waitsAgain {
            try connection.run(
                "UPDATE sessions SET waits_again = ? WHERE id = ?",
                [SQLValue(after.waitsAgain), .text(session.rawValue)])
        }
        if before.status != after.status {
            try save(
                session, from: before.status, to: after.status, words(of: detail, before, after), at: now, connection)
            if after.status == .pending { try replaceKernels(of: session, at: now, connection) }
        }
        guard
            let saved = try connection.query("\(SessionRecord.select) WHERE s.id = ?", [.text(session.rawValue)]).first
        else {
            return nil
        }
        return SavedTransition(session: SessionRecord(row: saved), effects: effects)
    }

    /// What is said of a session whose status changes with what is known of one of its kernels.
    private static func words(
        of detail: TransitionDetail, _ before: SessionLifecycle, _ after: SessionLifecycle
    ) -> TransitionDetail {
        // Why it ends has been said, unless its main kernel knows better.
        if before.status == .terminating, let kernel = detail.kernel,
            kernel != before.main || after.status == .cancelled
        {
            return TransitionDetail()
        }
        var words = detail
        // A session that goes on without one of its kernels has been told nothing.
        if after.status == .runningDegraded { words.message = nil }
        return words
    }

    static func lifecycle(of session: SessionID, _ connection: SQLiteConnection) throws(StoreError) -> SessionLifecycle?
    {
        let id = SQLValue.text(session.rawValue)
        guard
            let row = try connection.query("SELECT status, main_kernel, waits_again FROM sessions WHERE id = ?", [id])
                .first,
            let status = SessionStatus(rawValue: row.text("status"))
        else { return nil }
        var kernels: [KernelID: KernelStatus] = [:]
        let living = "SELECT id, status FROM kernels WHERE session_id = ? AND is_past = 0"
        for row in try connection.query(living, [id]) {
            kernels[KernelID(rawValue: row.text("id"))] = KernelStatus(rawValue: row.text("status")) ?? .error
        }
        return SessionLifecycle(
            main: KernelID(rawValue: row.text("main_kernel")), status: status, kernels: kernels,
            waitsAgain: row.flag("waits_again"))
    }

    private static func save(
        _ kernel: KernelID,
        from: KernelStatus,
        to: KernelStatus,
        of session: SessionID,
        _ detail: TransitionDetail,
        at now: Int64,
        _ connection: SQLiteConnection
    ) throws(StoreError) {
        let changed = try connection.run(
            """
            UPDATE kernels SET status = ?, status_info = coalesce(?, status_info), status_changed = ?,
                container_id = coalesce(?, container_id), exit_code = coalesce(?, exit_code),
                last_stat = coalesce(?, last_stat), generation = generation + ?, terminated_at = CASE WHEN ? = 1 THEN ? ELSE terminated_at END
            WHERE id = ? AND status = ?
            """,
            [
                .text(to.rawValue), SQLValue(detail.reason?.rawValue), .integer(now), SQLValue(detail.container),
                SQLValue(detail.exitCode), SQLValue(detail.statistics.map { JSONText.encode($0) }),
                SQLValue(to == .restarting), SQLValue(to.isFinal),
                .integer(now), .text(kernel.rawValue), .text(from.rawValue),
            ]
        )
        guard changed == 1 else { throw .conflict("kernel `\(kernel)`") }
        if to.isFinal {
            try connection.run(
                "UPDATE allocations SET freed_at = ? WHERE kernel_id = ? AND freed_at IS NULL",
                [.integer(now), .text(kernel.rawValue)]
            )
        }
        try recordHistory(session, kernel: kernel, from: from, to: to, reason: detail.reason, at: now, connection)
    }

    private static func save(
        _ session: SessionID,
        from: SessionStatus,
        to: SessionStatus,
        _ detail: TransitionDetail,
        at now: Int64,
        _ connection: SQLiteConnection
    ) throws(StoreError) {
        let changed = try connection.run(
            """
            UPDATE sessions SET status = ?, status_info = coalesce(?, status_info), status_detail = coalesce(?, status_detail),
                status_changed = ?, terminated_at = CASE WHEN ? = 1 THEN ? ELSE terminated_at END,
                result = CASE WHEN ? = 0 OR session_type <> 'batch' THEN result
                    WHEN coalesce(?, status_info) = ? THEN ? ELSE ? END
            WHERE id = ? AND status = ?
            """,
            [
                .text(to.rawValue), SQLValue(detail.reason?.rawValue), SQLValue(detail.message), .integer(now),
                SQLValue(to.isFinal), .integer(now), SQLValue(to.isFinal), SQLValue(detail.reason?.rawValue),
                .text(StatusReason.taskDone.rawValue), .text(SessionResult.success.rawValue),
                .text(SessionResult.failure.rawValue), .text(session.rawValue), .text(from.rawValue),
            ]
        )
        guard changed == 1 else { throw .conflict("session `\(session)`") }
        try recordHistory(session, kernel: nil, from: from, to: to, reason: detail.reason, at: now, connection)
    }

    static func recordHistory(
        _ session: SessionID,
        kernel: KernelID?,
        from: SessionStatus?,
        to: SessionStatus,
        reason: StatusReason?,
        at now: Int64,
        _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO status_history (session_id, kernel_id, from_status, to_status, reason, changed_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(session.rawValue), SQLValue(kernel?.rawValue), SQLValue(from?.rawValue), .text(to.rawValue),
                SQLValue(reason?.rawValue), .integer(now),
            ]
        )
        connection.hasNewHistory = true
        if kernel == nil { try noteCallback(of: session, to, at: now, connection) }
    }

    private static func generation(of kernel: KernelID, _ connection: SQLiteConnection) throws(StoreError) -> Int {
        let rows = try connection.query("SELECT generation FROM kernels WHERE id = ?", [.text(kernel.rawValue)])
        return Int(rows.first?.integer("generation") ?? 0)
    }
}
