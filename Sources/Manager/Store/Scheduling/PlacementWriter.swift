import Core

/// What the scheduler has decided of one session, as saved.
struct PlannedTransition: Sendable {
    /// The session.
    let id: SessionID
    /// The session as it is now; nil where it has not been read, since a cycle may start very many.
    let session: SessionRecord?
    /// What is to be done.
    let effects: [SessionLifecycle.Effect]
}

extension PlannedTransition {
    /// A transition whose session has been read.
    init(_ saved: SavedTransition) {
        self.init(id: saved.session.id, session: saved.session, effects: saved.effects)
    }
}

/// Writes placements: for each what the life cycle says of a session that waited, in one statement a table.
///
/// It reads no row that it need not, since a cycle may place a hundred thousand sessions. A session that waits no more, or
/// whose agent has gone, is left as it is, and noted as changed, so that the scheduler is told of it.
struct PlacementWriter {
    /// The most values of one statement: those of so many rows of history.
    private static let mostValues = 6 * 1000
    private let connection: SQLiteConnection
    private let now = Timestamp.now()
    /// History is read in the order of time.
    private var next: Int64 { now + 1 }
    /// Of the agents that have been asked for, whether they take kernels.
    private var takesKernels: [AgentID: Bool] = [:]
    private var allocations = RowInsertion("allocations (kernel_id, agent, slot, device, amount, used_at)", width: 6)
    private var history = RowInsertion(
        "status_history (session_id, kernel_id, from_status, to_status, reason, changed_at)", width: 6)

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    /// Writes one placement.
    ///
    /// - Returns: What is to be started; nil when the session was left as it is.
    /// - Throws: ``StoreError``.
    mutating func write(_ session: HeldSession) throws(StoreError) -> PlannedTransition? {
        var mayStart = true
        for kernel in session.kernels where mayStart { mayStart = try takes(kernel.agent) }
        guard mayStart, let main = session.kernels.first?.kernel else { return try leave(session.id) }
        var lifecycle = SessionLifecycle(
            main: main, status: .pending,
            kernels: Dictionary(session.kernels.map { ($0.kernel, .pending) }) { first, _ in first })
        guard (try? lifecycle.handle(.placed)) != nil else { return try leave(session.id) }
        let placed = lifecycle.status
        guard let effects = try? lifecycle.handle(.startRequested) else { return try leave(session.id) }
        let (path, starting) = (Path(placed: placed, starting: lifecycle.status), lifecycle.kernels[main] ?? .preparing)
        let isSaved = try connection.changedRows.ignoring { () throws(StoreError) -> Bool in
            guard try save(session.id, path) else { return false }
            for kernel in session.kernels { try save(kernel, starting, of: session) }
            try saveHistory(of: session, path)
            return true
        }
        return isSaved ? PlannedTransition(id: session.id, session: nil, effects: effects) : try leave(session.id)
    }

    /// The statuses that a session goes through at once.
    private struct Path {
        let placed: SessionStatus
        let starting: SessionStatus
    }

    private mutating func takes(_ agent: AgentID) throws(StoreError) -> Bool {
        if let known = takesKernels[agent] { return known }
        let rows = try connection.query(
            """
            SELECT 1 AS one FROM agents
            WHERE id = ? AND status = 'ALIVE' AND schedulable = 1 AND silent_since IS NULL
            """,
            [.text(agent.rawValue)])
        takesKernels[agent] = !rows.isEmpty
        return !rows.isEmpty
    }

    /// The scheduler takes for held what is not: it is to look at the session again.
    private func leave(_ session: SessionID) throws(StoreError) -> PlannedTransition? {
        try connection.run("UPDATE sessions SET status = status WHERE id = ?", [.text(session.rawValue)])
        return nil
    }

    private func save(_ session: SessionID, _ path: Path) throws(StoreError) -> Bool {
        let rows = try connection.query(
            """
            UPDATE sessions SET status = ?, status_info = ?, status_detail = '', status_changed = ?
            WHERE id = ? AND status = 'PENDING' RETURNING callback_url IS NOT NULL AS has_callback
            """,
            [
                .text(path.starting.rawValue), .text(StatusReason.scheduled.rawValue), .integer(next),
                .text(session.rawValue),
            ])
        guard let row = rows.first else { return false }
        if row.flag("has_callback") {
            for status in [path.placed, path.starting] {
                try Store.noteCallback(of: session, status, at: now, connection)
            }
        }
        return true
    }

    private mutating func save(
        _ kernel: HeldSession.Kernel, _ status: KernelStatus, of session: HeldSession
    ) throws(StoreError) {
        let id = SQLValue.text(kernel.kernel.rawValue)
        let changed = try connection.run(
            """
            UPDATE kernels SET status = ?, status_info = ?, status_changed = ?, agent = ?
            WHERE id = ? AND status = 'PENDING'
            """,
            [
                .text(status.rawValue), .text(StatusReason.scheduled.rawValue), .integer(next),
                .text(kernel.agent.rawValue), id,
            ])
        guard changed == 1 else { throw .conflict("kernel `\(kernel.kernel)`") }
        let agent = SQLValue.text(kernel.agent.rawValue)
        let shares = kernel.shares.flatMap { share -> [SQLValue] in
            [
                id, agent, .text(share.slot.rawValue), .text(share.device.rawValue),
                .integer(share.amount.thousandths), .integer(session.since.microseconds),
            ]
        }
        if !shares.isEmpty { try connection.run(allocations.text(rows: kernel.shares.count), shares) }
    }

    /// The history: what has been placed, kernels before their session, and then what begins.
    private mutating func saveHistory(of session: HeldSession, _ path: Path) throws(StoreError) {
        let id = SQLValue.text(session.id.rawValue)
        let (waited, placed) = (SQLValue.text(SessionStatus.pending.rawValue), SQLValue.text(path.placed.rawValue))
        let starting = SQLValue.text(path.starting.rawValue)
        let reason = SQLValue.text(StatusReason.scheduled.rawValue)
        let subjects = session.kernels.map { SQLValue.text($0.kernel.rawValue) } + [.null]
        let rows =
            subjects.flatMap { [id, $0, waited, placed, reason, .integer(now)] }
            + subjects.flatMap { [id, $0, placed, starting, .null, .integer(next)] }
        // SQLite takes a limited number of values at once.
        for start in stride(from: 0, to: rows.count, by: Self.mostValues) {
            let part = rows[start..<min(start + Self.mostValues, rows.count)]
            try connection.run(history.text(rows: part.count / 6), Array(part))
        }
        connection.hasNewHistory = true
    }
}

/// Statements that insert several rows at once, put together once for each number of rows.
private struct RowInsertion {
    private let table: String
    private let width: Int
    private var texts: [Int: String] = [:]

    /// Insertions into `table`, which names its columns too, `width` of them.
    init(_ table: String, width: Int) {
        self.table = table
        self.width = width
    }

    /// The statement for so many rows.
    mutating func text(rows: Int) -> String {
        if let known = texts[rows] { return known }
        let row = "(\(Array(repeating: "?", count: width).joined(separator: ", ")))"
        let text = "INSERT INTO \(table) VALUES \(Array(repeating: row, count: rows).joined(separator: ", "))"
        texts[rows] = text
        return text
    }
}
