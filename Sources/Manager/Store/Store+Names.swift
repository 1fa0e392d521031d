import Core

/// What renaming came to.
enum RenameOutcome: Sendable {
    case renamed
    /// It does not run.
    case notRunning
    /// Another living session of the owner has the name.
    case nameInUse(SessionRecord)
}

extension Store {
    /// Gives a running session another name.
    func rename(_ session: SessionID, to name: String, of owner: AccessKey) throws(StoreError) -> RenameOutcome {
        try transaction { connection throws(StoreError) in
            if let other = try Store.living(named: name, of: owner, connection), other.id != session {
                return .nameInUse(other)
            }
            let changed = try connection.run(
                "UPDATE sessions SET name = ? WHERE id = ? AND status = 'RUNNING'",
                [.text(name), .text(session.rawValue)])
            return changed == 1 ? .renamed : .notRunning
        }
    }

    /// The living sessions of `owner` whose id begins with `prefix`.
    func sessions(withIDPrefix prefix: String, of owner: AccessKey) throws(StoreError) -> [SessionRecord] {
        try connection.query(
            """
            \(SessionRecord.select) WHERE s.access_key = ? AND substr(s.id, 1, ?) = ?
            AND s.status NOT IN ('TERMINATED', 'CANCELLED') ORDER BY s.created_at LIMIT 10
            """,
            [.text(owner.rawValue), .integer(Int64(prefix.utf8.count)), .text(prefix.lowercased())]
        ).map(SessionRecord.init)
    }
}
