import Core

/// One entry of the log of errors.
struct ErrorLogRecord: Sendable, Equatable {
    let id: String
    /// Microseconds since 1970.
    let createdAt: Int64
    let severity: ErrorSeverity
    let source: String
    /// Whose request it was; nil for nobody's.
    let user: String?
    var isRead = false
    var isCleared = false
    let message: String
    let contextLanguage: String
    let contextEnvironment: JSONValue
    var requestURL: String?
    var requestStatus: Int64?
    var traceback: String?
}

/// How bad an error is.
enum ErrorSeverity: String, Sendable, CaseIterable {
    case critical
    case error
    case warning
}

/// Whose entries of the log of errors are meant.
enum ErrorLogScope: Sendable, Equatable {
    /// One user's that are not cleared.
    case user(String)
    /// Those of a domain's users.
    case domain(String)
    case all

    fileprivate var condition: (sql: String, values: [SQLValue]) {
        switch self {
        case .user(let id): ("user_id = ? AND is_cleared = 0", [.text(id)])
        case .domain(let name):
            (
                "is_cleared = 0 AND user_id IN (SELECT id FROM users WHERE domain_name = ? AND role <> 'superadmin')",
                [.text(name)]
            )
        case .all: ("1 = 1", [])
        }
    }
}

extension Store {
    /// The most entries that are kept; the oldest go first.
    private static let maximumErrorLogs = 100_000

    /// Writes entries.
    func append(_ entries: [ErrorLogRecord]) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            for entry in entries {
                try connection.run(
                    """
                    INSERT INTO error_logs (id, created_at, severity, source, user_id, is_read, is_cleared, message,
                        context_lang, context_env, request_url, request_status, traceback)
                    VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(entry.id), .integer(entry.createdAt), .text(entry.severity.rawValue),
                        .text(entry.source), SQLValue(entry.user), .text(entry.message),
                        .text(entry.contextLanguage), .text(entry.contextEnvironment.encodedText),
                        SQLValue(entry.requestURL), entry.requestStatus.map { .integer($0) } ?? .null,
                        SQLValue(entry.traceback),
                    ])
            }
        }
    }

    /// One page of entries, latest first, and how many there are in all.
    ///
    /// - Parameters:
    ///   - scope: Whose.
    ///   - limit: The most to give.
    ///   - offset: How many to leave out.
    ///   - marksRead: Whether those given count as read from now on.
    /// - Returns: The entries as they were before.
    /// - Throws: ``StoreError``.
    func errorLogs(_ scope: ErrorLogScope, limit: Int, offset: Int, marksRead: Bool) throws(StoreError)
        -> (items: [ErrorLogRecord], total: Int)
    {
        try transaction { connection throws(StoreError) in
            let (condition, values) = scope.condition
            let count = try connection.query("SELECT count(*) AS number FROM error_logs WHERE \(condition)", values)
            let items = try connection.query(
                "SELECT * FROM error_logs WHERE \(condition) ORDER BY created_at DESC, id LIMIT ? OFFSET ?",
                values + [.integer(Int64(limit)), .integer(Int64(offset))]
            ).map(ErrorLogRecord.init)
            if marksRead {
                for item in items where !item.isRead {
                    try connection.run("UPDATE error_logs SET is_read = 1 WHERE id = ?", [.text(item.id)])
                }
            }
            return (items, Int(count.first?.integer("number") ?? 0))
        }
    }

    /// Takes an entry out of its user's list; one that is already out stays so.
    ///
    /// - Returns: Whether there is such an entry in the scope.
    func clearErrorLog(_ id: String, _ scope: ErrorLogScope) throws(StoreError) -> Bool {
        let owner: (sql: String, values: [SQLValue]) =
            switch scope {
            case .user(let user): (" AND user_id = ?", [.text(user)])
            case .domain(let name): (" AND user_id IN (SELECT id FROM users WHERE domain_name = ?)", [.text(name)])
            case .all: ("", [])
            }
        let sql = "UPDATE error_logs SET is_cleared = 1 WHERE id = ?" + owner.sql
        return try connection.run(sql, [.text(id)] + owner.values) > 0
    }

    /// Removes what is older than `moment`, and the oldest of what is too much.
    func purgeErrorLogs(before moment: Int64) throws(StoreError) {
        try connection.run("DELETE FROM error_logs WHERE created_at < ?", [.integer(moment)])
        try connection.run(
            """
            DELETE FROM error_logs WHERE created_at <= (
                SELECT created_at FROM error_logs ORDER BY created_at DESC LIMIT 1 OFFSET ?)
            """,
            [.integer(Int64(Store.maximumErrorLogs))])
    }
}

extension ErrorLogRecord {
    fileprivate init(row: SQLRow) {
        self.init(
            id: row.text("id"), createdAt: row.integer("created_at"),
            severity: ErrorSeverity(rawValue: row.text("severity")) ?? .error, source: row.text("source"),
            user: row.optionalText("user_id"), isRead: row.flag("is_read"), isCleared: row.flag("is_cleared"),
            message: row.text("message"), contextLanguage: row.text("context_lang"),
            contextEnvironment: (try? JSONValue(parsing: Array(row.text("context_env").utf8))) ?? [:],
            requestURL: row.optionalText("request_url"), requestStatus: row.optionalInteger("request_status"),
            traceback: row.optionalText("traceback"))
    }
}
