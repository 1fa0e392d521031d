import Core

/// Which sessions a list shows.
struct SessionFilter: Sendable {
    var statuses: [SessionStatus]?
    var accessKey: AccessKey?
    var domain: String?
    var limit: Int
    var offset: Int
}

extension Store {
    /// One page of sessions, latest first, and how many there are in all.
    func sessions(_ filter: SessionFilter) throws(StoreError) -> (items: [SessionRecord], total: Int) {
        var conditions = ["1 = 1"]
        var values: [SQLValue] = []
        if let statuses = filter.statuses {
            conditions.append("s.status IN (\(statuses.map { _ in "?" }.joined(separator: ", ")))")
            values += statuses.map { .text($0.rawValue) }
        }
        if let accessKey = filter.accessKey {
            conditions.append("s.access_key = ?")
            values.append(.text(accessKey.rawValue))
        }
        if let domain = filter.domain {
            conditions.append("s.domain_name = ?")
            values.append(.text(domain))
        }
        let condition = conditions.joined(separator: " AND ")
        let total = try connection.query("SELECT count(*) AS number FROM sessions s WHERE \(condition)", values)
        let items = try connection.query(
            "\(SessionRecord.select) WHERE \(condition) ORDER BY s.created_at DESC, s.id LIMIT ? OFFSET ?",
            values + [.integer(Int64(filter.limit)), .integer(Int64(filter.offset))]
        )
        return (items.map(SessionRecord.init), Int(total.first?.integer("number") ?? 0))
    }

    /// What each of a session's kernels holds, freed or not, summed.
    func allocated(to session: SessionID) throws(StoreError) -> ResourceSlots {
        ResourceSlots(
            rows: try connection.query(
                """
                SELECT a.slot, sum(a.amount) AS amount FROM allocations a JOIN kernels k ON k.id = a.kernel_id
                WHERE k.session_id = ? GROUP BY a.slot
                """,
                [.text(session.rawValue)]
            )
        )
    }

    /// When a session entered each status, first time each.
    func statusTimes(of session: SessionID) throws(StoreError) -> [(status: String, at: Int64)] {
        try connection.query(
            """
            SELECT to_status, min(changed_at) AS at FROM status_history
            WHERE session_id = ? AND kernel_id IS NULL GROUP BY to_status ORDER BY at
            """,
            [.text(session.rawValue)]
        ).map { ($0.text("to_status"), $0.integer("at")) }
    }
}
