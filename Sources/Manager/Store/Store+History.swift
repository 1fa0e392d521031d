import Core

/// One line of what has become of a session: a status that it entered, or a reason for which it waited.
struct HistoryEntry: Sendable, Equatable {
    let status: SessionStatus
    let reason: String?
    /// The reason in a sentence, of one that waits.
    let sentence: String?
    /// Microseconds since 1970, like all times here.
    let first: Int64
    /// When the same was said the last time.
    let last: Int64
    /// How often the scheduler has said so; 1 for a status.
    let attempts: Int

    /// The entry in members of our own.
    var value: JSONValue {
        [
            "status": .string(status.rawValue), "reason": JSONValue(reason), "message": JSONValue(sentence),
            "at": .string(RequestDate.header(for: Timestamp.date(first)).text),
            "last_at": .string(RequestDate.header(for: Timestamp.date(last)).text),
            "attempts": .integer(Int64(attempts)),
        ]
    }
}

extension Store {
    /// What has become of a session, in order: each status, and between them why it waited.
    ///
    /// As long as there are statuses and reasons: what is said again is counted.
    func schedulingHistory(of session: SessionID) throws(StoreError) -> [HistoryEntry] {
        let changes = try connection.query(
            """
            SELECT to_status, reason, changed_at FROM status_history WHERE session_id = ? AND kernel_id IS NULL
            AND (from_status IS NULL OR from_status <> to_status) ORDER BY id
            """, [.text(session.rawValue)]
        ).map { row in
            HistoryEntry(
                status: SessionStatus(rawValue: row.text("to_status")) ?? .error, reason: row.optionalText("reason"),
                sentence: nil, first: row.integer("changed_at"), last: row.integer("changed_at"), attempts: 1)
        }
        let waits = try connection.query(
            "SELECT * FROM session_waits WHERE session_id = ? ORDER BY first_at, sentence", [.text(session.rawValue)]
        ).map { row in
            HistoryEntry(
                status: .pending, reason: row.text("reason"), sentence: row.text("sentence"),
                first: row.integer("first_at"), last: row.integer("last_at"), attempts: Int(row.integer("attempts")))
        }
        var entries: [HistoryEntry] = []
        var rest = waits[...]
        for change in changes {
            while let wait = rest.first, wait.first < change.first { entries.append(rest.removeFirst()) }
            entries.append(change)
        }
        return entries + rest
    }

    /// Notes that the scheduler has told a session why it waits.
    static func noteWait(
        of session: SQLValue, _ reason: SQLValue, _ sentence: SQLValue, at now: Int64, _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO session_waits (session_id, reason, sentence, first_at, last_at, attempts) VALUES (?, ?, ?, ?, ?, 1)
            ON CONFLICT (session_id, sentence) DO UPDATE SET last_at = excluded.last_at,
                attempts = session_waits.attempts + 1
            """,
            [session, reason, sentence, .integer(now), .integer(now)])
    }
}
