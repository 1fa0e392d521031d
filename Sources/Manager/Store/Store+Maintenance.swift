import Core

extension Store {
    /// Every session that has not ended.
    func livingSessions() throws(StoreError) -> [SessionID] {
        try connection.query("SELECT id FROM sessions WHERE status NOT IN ('TERMINATED', 'CANCELLED') ORDER BY id")
            .map { SessionID(rawValue: $0.text("id")) }
    }

    /// The number of sessions that hold resources.
    func activeSessions() throws(StoreError) -> Int {
        let rows = try connection.query(
            "SELECT count(*) AS number FROM sessions WHERE status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED')")
        return Int(rows.first?.integer("number") ?? 0)
    }

    /// Sets whether agents take sessions.
    ///
    /// - Returns: Whether every one of them is known; when not, nothing is changed.
    func setSchedulable(_ agents: [String], to isSchedulable: Bool, _ entries: [AuditEntry]) throws(StoreError) -> Bool
    {
        try transaction { connection throws(StoreError) in
            for agent in agents {
                let known = try connection.query("SELECT id FROM agents WHERE id = ?", [.text(agent)])
                guard !known.isEmpty else { return false }
            }
            for agent in agents {
                try connection.run(
                    "UPDATE agents SET schedulable = ? WHERE id = ?", [SQLValue(isSchedulable), .text(agent)])
            }
            for entry in entries { try Store.record(entry, connection) }
            return true
        }
    }
}
