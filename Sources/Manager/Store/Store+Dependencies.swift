import Core

extension Store {
    static func insert(
        dependencies: [SessionID], of session: SessionID, _ connection: SQLiteConnection
    ) throws(StoreError) {
        for dependency in dependencies {
            try connection.run(
                "INSERT INTO session_dependencies (session_id, depends_on) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [.text(session.rawValue), .text(dependency.rawValue)])
        }
    }

    /// What each waiting session waits for.
    static func openDependencies(
        _ connection: SQLiteConnection
    ) throws(StoreError) -> [SessionID: [SessionDependency]] {
        let rows = try connection.query(
            """
            SELECT d.session_id, s.id, s.name, s.status, s.result FROM session_dependencies d
            JOIN sessions w ON w.id = d.session_id JOIN sessions s ON s.id = d.depends_on
            WHERE w.status = 'PENDING' ORDER BY s.created_at, s.id
            """)
        return Dictionary(grouping: rows) { SessionID(rawValue: $0.text("session_id")) }
            .mapValues { $0.map(SessionDependency.init) }
    }

    /// What one session waits for.
    static func openDependencies(
        of session: SessionID, _ connection: SQLiteConnection
    ) throws(StoreError) -> [SessionDependency] {
        try connection.query(
            """
            SELECT s.id, s.name, s.status, s.result FROM session_dependencies d JOIN sessions s ON s.id = d.depends_on
            WHERE d.session_id = ? ORDER BY s.created_at, s.id
            """,
            [.text(session.rawValue)]
        ).map(SessionDependency.init)
    }

    /// The sessions that a session depends on, first made first.
    func dependencies(of session: SessionID) throws(StoreError) -> [SessionRecord] {
        try connection.query(
            """
            \(SessionRecord.select) JOIN session_dependencies d ON d.depends_on = s.id WHERE d.session_id = ?
            ORDER BY s.created_at, s.id
            """,
            [.text(session.rawValue)]
        ).map(SessionRecord.init)
    }

    /// The living sessions that depend on a session, however indirectly, each after all that depend on it.
    func livingDependents(of session: SessionID) throws(StoreError) -> [SessionRecord] {
        // A session is made after all that it depends on, so the latest has no dependents but those before it.
        try connection.query(
            """
            WITH RECURSIVE dependents (id) AS (
                SELECT session_id FROM session_dependencies WHERE depends_on = ?
                UNION SELECT d.session_id FROM session_dependencies d JOIN dependents w ON w.id = d.depends_on)
            \(SessionRecord.select) WHERE s.id IN (SELECT id FROM dependents)
            AND s.status NOT IN ('TERMINATED', 'CANCELLED') ORDER BY s.created_at DESC, s.id
            """,
            [.text(session.rawValue)]
        ).map(SessionRecord.init)
    }
}

extension SessionDependency {
    fileprivate init(row: SQLRow) {
        let status = SessionStatus(rawValue: row.text("status")) ?? .error
        let result = SessionResult(rawValue: row.text("result")) ?? .undefined
        self.init(
            id: SessionID(rawValue: row.text("id")), name: row.text("name"), outcome: Outcome(status, result))
    }
}
