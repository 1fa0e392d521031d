import Core

extension Store {
    /// The whole configuration of the cluster.
    func settings() throws(StoreError) -> [String: String] {
        try Store.settings(connection)
    }

    /// Sets and removes keys, and writes who did so.
    ///
    /// - Parameters:
    ///   - values: What to set.
    ///   - removed: Whether a key is to be removed.
    ///   - entry: Who changes what; nil for a change that is recorded elsewhere.
    /// - Returns: The whole configuration afterwards.
    /// - Throws: ``StoreError``.
    func changeSettings(
        set values: [(key: String, value: String)] = [], remove removed: (String) -> Bool = { _ in false },
        by entry: AuditEntry?
    ) throws(StoreError) -> [String: String] {
        try transaction { connection throws(StoreError) in
            for key in try Store.settings(connection).keys.filter(removed) {
                try connection.run("DELETE FROM cluster_config WHERE key = ?", [.text(key)])
            }
            for (key, value) in values {
                try connection.run(
                    """
                    INSERT INTO cluster_config (key, value) VALUES (?, ?)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value
                    """,
                    [.text(key), .text(value)])
            }
            if let entry { try Store.record(entry, connection) }
            return try Store.settings(connection)
        }
    }

    static func settings(_ connection: SQLiteConnection) throws(StoreError) -> [String: String] {
        var values: [String: String] = [:]
        for row in try connection.query("SELECT key, value FROM cluster_config") {
            values[row.text("key")] = row.text("value")
        }
        return values
    }
}
