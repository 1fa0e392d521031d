import Core

/// A session that has ended, as far as it tells about others.
struct EndedRun: Sendable {
    let user: String
    let image: String
    /// For how long it held what it had been given.
    let span: Duration
    /// After how long it would have been ended; nil is never.
    let limit: TimeSpan?
}

extension Store {
    private static let most = 1000

    /// The latest sessions that have ended and held something, the oldest first.
    func latestRuns() throws(StoreError) -> [EndedRun] {
        let rows = try connection.query(
            """
            SELECT s.user_id, s.image, s.time_limit, p.max_session_lifetime, min(a.used_at) AS used, max(a.freed_at) AS freed
            FROM (SELECT * FROM sessions WHERE status = 'TERMINATED' ORDER BY enqueued_at DESC LIMIT \(Store.most)) s
            JOIN kernels k ON k.session_id = s.id JOIN allocations a ON a.kernel_id = k.id
            LEFT JOIN keypairs y ON y.access_key = s.access_key
            LEFT JOIN keypair_resource_policies p ON p.name = y.resource_policy
            GROUP BY s.id HAVING max(a.freed_at) IS NOT NULL ORDER BY freed
            """)
        return rows.map { row in
            EndedRun(
                user: row.text("user_id"), image: row.text("image"),
                span: .microseconds(row.integer("freed") - row.integer("used")),
                limit: row.timeLimit.map(TimeSpan.init(seconds:)))
        }
    }

    /// The latest sessions that were asked for, as they waited, with their images; the oldest first.
    func latestSubmissions() throws(StoreError) -> [(session: PendingSession, image: String)] {
        let rows = try connection.query(
            """
            SELECT \(Store.schedulingColumns), s.image FROM \(Store.schedulingTables)
            WHERE s.created_at > 0 ORDER BY s.created_at DESC LIMIT 512
            """
        )
        var submissions: [(session: PendingSession, image: String)] = []
        for row in rows.reversed() {
            let kernels = try Store.requests(of: SessionID(rawValue: row.text("id")), row, connection)
            submissions.append((PendingSession(row: row, kernels: kernels, dependencies: []), row.text("image")))
        }
        return submissions
    }

    /// The image of each session that waits or holds something.
    func imagesOfLivingSessions() throws(StoreError) -> [SessionID: String] {
        let rows = try connection.query(
            "SELECT id, image FROM sessions WHERE status NOT IN ('TERMINATED', 'CANCELLED')")
        return Dictionary(rows.map { (SessionID(rawValue: $0.text("id")), $0.text("image")) }) { first, _ in first }
    }
}
