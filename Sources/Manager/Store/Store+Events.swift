import Core

extension Store {
    /// The number of the latest row of history; 0 while there is none.
    func lastChange() throws(StoreError) -> Int64 {
        try connection.query("SELECT max(id) AS id FROM status_history").first?.integer("id") ?? 0
    }

    /// The changes after row `row` of the sessions that a filter lets pass, oldest first, at most `limit`.
    func changes(
        after row: Int64, of filter: SessionEventFilter = SessionEventFilter(), limit: Int
    ) throws(StoreError) -> [StatusChange] {
        var conditions = ["h.id > ?"]
        var values: [SQLValue] = [.integer(row)]
        let wanted: [(column: String, value: String?)] = [
            ("h.session_id", filter.session?.rawValue), ("s.name", filter.name),
            ("s.access_key", filter.owner?.rawValue), ("s.domain_name", filter.domain), ("s.group_id", filter.group),
        ]
        for (column, value) in wanted {
            guard let value else { continue }
            conditions.append("\(column) = ?")
            values.append(.text(value))
        }
        return try connection.query(
            """
            SELECT h.*, s.name, s.session_type, s.access_key, s.domain_name, s.group_id, s.main_kernel,
                k.cluster_role, k.cluster_idx, k.exit_code
            FROM status_history h JOIN sessions s ON s.id = h.session_id LEFT JOIN kernels k ON k.id = h.kernel_id
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY h.id LIMIT ?
            """,
            values + [.integer(Int64(limit))]
        ).map(StatusChange.init)
    }
}

extension StatusChange {
    fileprivate init(row: SQLRow) {
        let kernel = row.optionalText("kernel_id").map { id in
            SessionEventSubject.Kernel(
                id: KernelID(rawValue: id), role: row.text("cluster_role"), index: Int(row.integer("cluster_idx")),
                exitCode: row.optionalInteger("exit_code").map { Int($0) })
        }
        self.init(
            row: row.integer("id"),
            subject: SessionEventSubject(
                session: SessionID(rawValue: row.text("session_id")), name: row.text("name"),
                type: SessionType(rawValue: row.text("session_type")) ?? .interactive,
                owner: AccessKey(rawValue: row.text("access_key")), domain: row.text("domain_name"),
                group: row.text("group_id"), mainKernel: KernelID(rawValue: row.text("main_kernel")), kernel: kernel),
            from: row.optionalText("from_status").flatMap(SessionStatus.init),
            to: SessionStatus(rawValue: row.text("to_status")) ?? .error,
            reason: row.optionalText("reason"))
    }
}
