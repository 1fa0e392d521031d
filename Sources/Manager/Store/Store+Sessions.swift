import Core

/// What is to be written when a session is enqueued.
struct NewSession: Sendable {
    let id: SessionID
    let kernel: KernelID
    let spec: SessionSpec
    let owner: SessionOwner
    let scalingGroup: String
    /// Its kernels, of which ``kernel`` is the main one.
    var cluster = ClusterSpec()
    /// What it waits for.
    var dependencies: [SessionID] = []
}

/// What enqueueing came to.
enum EnqueueOutcome: Sendable {
    case enqueued
    /// A living session of the owner has the name.
    case nameInUse(SessionRecord)
}

extension Store {
    /// Writes a session and its kernels in PENDING, unless the name is taken.
    func enqueue(_ new: NewSession) throws(StoreError) -> EnqueueOutcome {
        let now = Timestamp.now()
        return try transaction { connection throws(StoreError) in
            if let existing = try Store.living(named: new.spec.name, of: new.owner.accessKey, connection) {
                return .nameInUse(existing)
            }
            try Store.insert(new, at: now, connection)
            try Store.insert(dependencies: new.dependencies, of: new.id, connection)
            try Store.recordHistory(new.id, kernel: nil, from: nil, to: .pending, reason: nil, at: now, connection)
            return .enqueued
        }
    }

    static func insert(_ new: NewSession, at now: Int64, _ connection: SQLiteConnection) throws(StoreError) {
        let spec = new.spec
        try connection.run(
            """
            INSERT INTO sessions (id, name, access_key, user_id, group_id, domain_name, scaling_group, session_type,
                cluster_mode, cluster_size, image, architecture, requested_slots, shared_memory, environ, tag,
                bootstrap_script, startup_command, preopen_ports, main_kernel, status, result, num_queries, enqueued_at,
                created_at, status_changed, starts_at, callback_url, priority, time_limit, is_preemptible, total_slots)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(new.id.rawValue), .text(spec.name), .text(new.owner.accessKey.rawValue), .text(new.owner.user),
                .text(new.owner.group), .text(new.owner.domain), .text(new.scalingGroup), .text(spec.type.rawValue),
                .text(new.cluster.mode.rawValue), .integer(Int64(new.cluster.size)), .text(spec.image),
                .text(spec.architecture),
                .text(spec.requested.stored), .integer(spec.sharedMemory.bytes),
                .text(JSONText.encode(spec.environment)),
                SQLValue(spec.tag), SQLValue(spec.bootstrapScript), SQLValue(spec.startupCommand),
                .text(JSONText.encode(spec.preopenPorts)),
                .text(new.kernel.rawValue), .text(SessionStatus.pending.rawValue),
                .text(SessionResult.undefined.rawValue), .integer(now), .integer(now), .integer(now),
                spec.startsAt.map { .integer(Timestamp.microseconds($0)) } ?? .null, SQLValue(spec.callback?.text),
                .integer(Int64(spec.scheduling.priority)),
                spec.scheduling.timeLimit.map { .integer($0.seconds) } ?? .null,
                SQLValue(spec.scheduling.isPreemptible),
                new.cluster.size > 1 ? .text(new.cluster.total(spec.requested).stored) : .null,
            ]
        )
        for member in new.cluster.members {
            try insert(member, as: member.rank == 0 ? new.kernel : .random(), of: new.id, at: now, connection)
        }
    }

    private static func insert(
        _ member: ClusterSpec.Member, as kernel: KernelID, of session: SessionID, at now: Int64,
        _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO kernels (id, session_id, cluster_role, cluster_idx, cluster_hostname, local_rank, shape, status,
                status_changed, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(kernel.rawValue), .text(session.rawValue), .text(member.role), .integer(Int64(member.index)),
                .text(member.hostname), .integer(Int64(member.rank)),
                member.shape.map { .text(JSONText.encode($0)) } ?? .null, .text(KernelStatus.pending.rawValue),
                .integer(now), .integer(now),
            ]
        )
    }

    static func living(
        named name: String,
        of owner: AccessKey,
        _ connection: SQLiteConnection
    ) throws(StoreError) -> SessionRecord? {
        try connection.query(
            "\(SessionRecord.select) WHERE s.access_key = ? AND s.name = ? AND s.status NOT IN ('TERMINATED', 'CANCELLED')",
            [.text(owner.rawValue), .text(name)]
        ).first.map(SessionRecord.init)
    }

    /// The sessions of `owner` that `reference` may mean: by id, or by exact name; the living one first, then the latest.
    func sessions(matching reference: String, of owner: AccessKey) throws(StoreError) -> [SessionRecord] {
        try connection.query(
            """
            \(SessionRecord.select) WHERE s.access_key = ? AND (s.id = ? OR s.name = ?)
            ORDER BY CASE WHEN s.status IN ('TERMINATED', 'CANCELLED') THEN 1 ELSE 0 END, s.created_at DESC LIMIT 10
            """,
            [.text(owner.rawValue), .text(reference.lowercased()), .text(reference)]
        ).map(SessionRecord.init)
    }

    /// One session by its id, whoever owns it.
    func session(_ id: SessionID) throws(StoreError) -> SessionRecord? {
        try connection.query("\(SessionRecord.select) WHERE s.id = ?", [.text(id.rawValue)]).first.map(
            SessionRecord.init)
    }

    /// A session's kernels, main first.
    func kernels(of session: SessionID) throws(StoreError) -> [KernelRecord] {
        try connection.query(
            "SELECT * FROM kernels WHERE session_id = ? AND is_past = 0 ORDER BY local_rank", [.text(session.rawValue)]
        )
        .map(KernelRecord.init)
    }

    /// The kernels that `agent` should have: placed on it and not ended.
    func expectedKernels(on agent: AgentID) throws(StoreError) -> [KernelRecord] {
        try connection.query(
            "SELECT * FROM kernels WHERE agent = ? AND status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED')",
            [.text(agent.rawValue)]
        ).map(KernelRecord.init)
    }

    /// One kernel by its id.
    func kernel(_ id: KernelID) throws(StoreError) -> KernelRecord? {
        try connection.query("SELECT * FROM kernels WHERE id = ?", [.text(id.rawValue)]).first.map(KernelRecord.init)
    }

    /// What a kernel holds now.
    func allocated(to kernel: KernelID) throws(StoreError) -> ResourceSlots {
        let rows = try connection.query(
            "SELECT slot, sum(amount) AS amount FROM allocations WHERE kernel_id = ? GROUP BY slot",
            [.text(kernel.rawValue)]
        )
        return ResourceSlots(rows: rows)
    }

    /// The sessions that are neither pending nor ended, for a manager that has just started.
    func unfinishedSessions() throws(StoreError) -> [SessionRecord] {
        try connection.query(
            "\(SessionRecord.select) WHERE s.status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED') ORDER BY s.created_at"
        ).map(SessionRecord.init)
    }

    /// Counts the last run of a session, and notes that the session is to end with it, even if this manager does not live to
    /// see that.
    func countLastRun(of session: SessionID) throws(StoreError) {
        try connection.run(
            "UPDATE sessions SET num_queries = num_queries + 1, ends_with_run = 1 WHERE id = ?",
            [.text(session.rawValue)])
    }

    /// Counts runs of a session.
    func countRuns(_ count: Int, of session: SessionID) throws(StoreError) {
        // The scheduler does not look at it.
        try connection.changedRows.ignoring { () throws(StoreError) in
            _ = try connection.run(
                "UPDATE sessions SET num_queries = num_queries + ? WHERE id = ?",
                [.integer(Int64(count)), .text(session.rawValue)])
        }
    }

    /// The living sessions whose last run has begun.
    func sessionsInLastRun() throws(StoreError) -> [SessionID] {
        try connection.query(
            """
            SELECT id FROM sessions WHERE ends_with_run = 1 AND status NOT IN ('TERMINATING', 'TERMINATED', 'CANCELLED')
            """
        ).map { SessionID(rawValue: $0.text("id")) }
    }
}

extension ResourceSlots {
    /// Sums by slot, as `slot` and `amount` columns give them.
    init(rows: [SQLRow]) {
        self.init(
            Dictionary(
                rows.map { (SlotName($0.text("slot")), Quantity(thousandths: $0.integer("amount"))) },
                uniquingKeysWith: +
            )
        )
    }
}
