import Core

extension Store {
    /// The sessions that meet a condition on `s`, `u` and `g`.
    func sessions(
        _ condition: SQLFragment, ordered order: SQLFragment, limit: Int, offset: Int
    ) throws(StoreError) -> [SessionRecord] {
        try connection.query(
            "\(SessionRecord.select) WHERE \(condition.sql) ORDER BY \(order.sql) LIMIT ? OFFSET ?",
            condition.values + order.values + [.integer(Int64(limit)), .integer(Int64(offset))]
        ).map(SessionRecord.init)
    }

    /// One page of sessions, and how many there are in all.
    func sessionPage(
        _ condition: SQLFragment, ordered order: SQLFragment, limit: Int, offset: Int
    ) throws(StoreError) -> (records: [SessionRecord], total: Int) {
        let records = try sessions(condition, ordered: order, limit: limit, offset: offset)
        // A page that is not full, and is not beyond the end, says how many there are.
        if records.count < limit, offset == 0 || !records.isEmpty { return (records, offset + records.count) }
        let total = try connection.query(
            "\(SessionRecord.count) WHERE \(condition.sql)", condition.values)
        return (records, Int(total.first?.integer("number") ?? 0))
    }

    /// The names of several sessions.
    func names(of sessions: [SessionID]) throws(StoreError) -> [SessionID: String] {
        guard !sessions.isEmpty else { return [:] }
        let rows = try connection.query(
            "SELECT id, name FROM sessions WHERE id IN (\(Store.marks(sessions.count)))",
            sessions.map { .text($0.rawValue) })
        return Dictionary(rows.map { (SessionID(rawValue: $0.text("id")), $0.text("name")) }) { first, _ in first }
    }

    /// The kernels of several sessions, main first.
    func kernels(of sessions: [SessionID]) throws(StoreError) -> [SessionID: [KernelRecord]] {
        guard !sessions.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT * FROM kernels WHERE session_id IN (\(Store.marks(sessions.count))) AND is_past = 0
            ORDER BY local_rank
            """,
            sessions.map { .text($0.rawValue) })
        return Dictionary(grouping: rows.map(KernelRecord.init), by: \.session)
    }

    /// What each kernel of several sessions holds, freed or not.
    func allocated(to sessions: [SessionID]) throws(StoreError) -> [SessionID: [KernelID: ResourceSlots]] {
        guard !sessions.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT k.session_id, k.id, a.slot, sum(a.amount) AS amount FROM kernels k JOIN allocations a ON k.id = a.kernel_id
            WHERE k.session_id IN (\(Store.marks(sessions.count))) AND k.is_past = 0 GROUP BY k.id, a.slot
            """, sessions.map { .text($0.rawValue) })
        return Dictionary(grouping: rows) { SessionID(rawValue: $0.text("session_id")) }.mapValues { rows in
            Dictionary(grouping: rows) { KernelID(rawValue: $0.text("id")) }.mapValues { ResourceSlots(rows: $0) }
        }
    }

    /// What a session's kernels hold, freed or not, summed.
    func allocated(to session: SessionID) throws(StoreError) -> ResourceSlots {
        try allocated(to: [session])[session, default: [:]].values.reduce(.none, +)
    }

    /// The kernels of a session that meet a condition on `k`.
    func kernelIDs(
        of session: SessionID, _ condition: SQLFragment, ordered order: SQLFragment
    ) throws(StoreError) -> [KernelID] {
        try connection.query(
            "SELECT k.id FROM kernels k WHERE k.session_id = ? AND k.is_past = 0 AND \(condition.sql) ORDER BY \(order.sql)",
            [.text(session.rawValue)] + condition.values + order.values
        ).map { KernelID(rawValue: $0.text("id")) }
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

    private static func marks(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
}
