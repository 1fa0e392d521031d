import Core

/// One event that an address is to be told of.
struct PendingCallback: Sendable, Equatable {
    let number: Int64
    let session: SessionID
    let url: String
    /// Such as `started`.
    let event: String
    let happenedAt: Int64
    /// How often it has been tried in vain.
    let attempts: Int
}

extension Store {
    /// Notes an event for the session's address, if it has one, in the transaction that makes it happen.
    static func noteCallback(
        of session: SessionID, _ status: SessionStatus, at now: Int64, _ connection: SQLiteConnection
    ) throws(StoreError) {
        let rows = try connection.query(
            "SELECT callback_url, session_type, status_info FROM sessions WHERE id = ? AND callback_url IS NOT NULL",
            [.text(session.rawValue)])
        guard let row = rows.first else { return }
        connection.hasNewCallbacks = true
        for event in events(of: status, isBatch: row.text("session_type") == "batch", reason: row.text("status_info")) {
            try connection.run(
                """
                INSERT INTO callbacks (session_id, url, event, happened_at, attempts, due_at) VALUES (?, ?, ?, ?, 0, ?)
                """,
                [
                    .text(session.rawValue), .text(row.text("callback_url")), .text(event), .integer(now),
                    .integer(now),
                ])
        }
    }

    private static func events(of status: SessionStatus, isBatch: Bool, reason: String) -> [String] {
        switch status {
        case .pending: ["enqueued"]
        case .running: ["started"]
        case .terminated where isBatch && reason == StatusReason.taskDone.rawValue: ["success", "terminated"]
        case .terminated where isBatch && reason == StatusReason.taskFailed.rawValue: ["failure", "terminated"]
        case .scheduled, .preparing, .terminating, .terminated, .cancelled: [status.rawValue.lowercased()]
        case .pulling, .restarting, .runningDegraded, .error: []
        }
    }

    /// The callbacks that are due at `now`: of each session the oldest alone, so that their order is kept.
    func dueCallbacks(at now: Int64, limit: Int) throws(StoreError) -> [PendingCallback] {
        try connection.query(
            """
            SELECT * FROM callbacks c WHERE due_at <= ?
            AND id = (SELECT min(id) FROM callbacks o WHERE o.session_id = c.session_id) ORDER BY due_at, id LIMIT ?
            """,
            [.integer(now), .integer(Int64(limit))]
        ).map { row in
            PendingCallback(
                number: row.integer("id"), session: SessionID(rawValue: row.text("session_id")),
                url: row.text("url"), event: row.text("event"), happenedAt: row.integer("happened_at"),
                attempts: Int(row.integer("attempts")))
        }
    }

    /// When the next callback after that moment is due; nil when there is none.
    ///
    /// Those that are due by then are being told, or wait for one of their session that is.
    func nextCallback(after moment: Int64) throws(StoreError) -> Int64? {
        try connection.query(
            """
            SELECT min(due_at) AS at FROM callbacks c
            WHERE id = (SELECT min(id) FROM callbacks o WHERE o.session_id = c.session_id) AND due_at > ?
            """, [.integer(moment)]
        ).first?.optionalInteger("at")
    }

    /// A callback has been delivered, or given up.
    func remove(_ callback: PendingCallback) throws(StoreError) {
        try connection.run("DELETE FROM callbacks WHERE id = ?", [.integer(callback.number)])
    }

    /// A callback has failed, and is due again at `time`.
    func postpone(_ callback: PendingCallback, until time: Int64) throws(StoreError) {
        try connection.run(
            "UPDATE callbacks SET attempts = attempts + 1, due_at = ? WHERE id = ?",
            [.integer(time), .integer(callback.number)])
    }
}
