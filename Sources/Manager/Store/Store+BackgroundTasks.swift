import Core

/// A task in the background as the database has it.
struct BackgroundTaskRecord: Sendable, Equatable {
    /// How it stands.
    enum Status: String, Sendable {
        case started
        case done
        case failed
        case cancelled
    }

    let id: BackgroundTaskID
    /// What it does, such as `rescan-images`.
    let name: String
    /// Who has started it.
    let owner: AccessKey
    let domain: String
    var status: Status
    var message: String
    var current: Int
    var total: Int

    var hasEnded: Bool { status != .started }
}

/// What a ``BackgroundTaskID`` names.
enum BackgroundTaskSubject {}
/// A task in the background: a UUID with dashes, lower case.
typealias BackgroundTaskID = Identifier<BackgroundTaskSubject>

extension Store {
    /// Ended tasks are kept for a day.
    private static let keptMicroseconds: Int64 = 86_400_000_000

    /// Writes a task that begins, and drops those that ended long ago.
    func begin(_ task: BackgroundTaskRecord) throws(StoreError) {
        let now = Timestamp.now()
        try transaction { connection throws(StoreError) in
            try connection.run(
                "DELETE FROM background_tasks WHERE ended_at < ?", [.integer(now - Store.keptMicroseconds)])
            try connection.run(
                """
                INSERT INTO background_tasks (id, name, access_key, domain_name, status, message, current_progress,
                    total_progress, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(task.id.rawValue), .text(task.name), .text(task.owner.rawValue), .text(task.domain),
                    .text(task.status.rawValue), .text(task.message), .integer(Int64(task.current)),
                    .integer(Int64(task.total)), .integer(now),
                ])
        }
    }

    /// Writes how a task stands.
    func save(_ task: BackgroundTaskRecord) throws(StoreError) {
        try connection.run(
            """
            UPDATE background_tasks SET status = ?, message = ?, current_progress = ?, total_progress = ?, ended_at = ?
            WHERE id = ?
            """,
            [
                .text(task.status.rawValue), .text(task.message), .integer(Int64(task.current)),
                .integer(Int64(task.total)), task.hasEnded ? .integer(Timestamp.now()) : .null,
                .text(task.id.rawValue),
            ])
    }

    /// A task that runs, or ended less than a day ago.
    func backgroundTask(_ id: BackgroundTaskID) throws(StoreError) -> BackgroundTaskRecord? {
        try connection.query(
            "SELECT * FROM background_tasks WHERE id = ? AND (ended_at IS NULL OR ended_at >= ?)",
            [.text(id.rawValue), .integer(Timestamp.now() - Store.keptMicroseconds)]
        ).first.map { row in
            BackgroundTaskRecord(
                id: BackgroundTaskID(rawValue: row.text("id")), name: row.text("name"),
                owner: AccessKey(rawValue: row.text("access_key")), domain: row.text("domain_name"),
                status: BackgroundTaskRecord.Status(rawValue: row.text("status")) ?? .failed,
                message: row.text("message"), current: Int(row.integer("current_progress")),
                total: Int(row.integer("total_progress")))
        }
    }

    /// Ends what an earlier manager had begun: nobody goes on with it.
    func failAbandonedTasks() throws(StoreError) {
        try connection.run(
            """
            UPDATE background_tasks SET status = 'failed', message = 'the manager ended before the task did', ended_at = ?
            WHERE status = 'started'
            """,
            [.integer(Timestamp.now())])
    }
}
