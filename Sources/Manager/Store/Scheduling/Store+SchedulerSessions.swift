import Core

/// Sessions as the scheduler sees them.
extension Store {
    /// What the scheduler is told of a session.
    static let schedulingColumns = """
        s.rowid AS row, s.id, s.access_key, s.user_id, s.group_id, s.domain_name, s.scaling_group, s.session_type,
        s.cluster_mode, s.cluster_size, s.architecture, s.requested_slots, s.main_kernel, s.status, s.enqueued_at, s.starts_at,
        s.priority, s.time_limit, s.is_preemptible, s.is_idle_exempt, p.max_session_lifetime
        """
    /// Where that stands.
    static let schedulingTables = """
        sessions s LEFT JOIN keypairs k ON k.access_key = s.access_key
        LEFT JOIN keypair_resource_policies p ON p.name = k.resource_policy
        """

    /// Every session that waits or holds something.
    static func livingSessions(_ connection: SQLiteConnection) throws(StoreError) -> [SchedulerChange] {
        let rows = try connection.query(
            "SELECT \(schedulingColumns) FROM \(schedulingTables) WHERE s.status NOT IN ('TERMINATED', 'CANCELLED') ORDER BY s.enqueued_at, s.id"
        )
        let dependencies = try openDependencies(connection)
        var changes: [SchedulerChange] = []
        for row in rows { changes += try change(row, dependencies, connection) }
        return changes
    }

    /// Whether what a session was asked for ends it, rather than its owner's policy.
    static func endsByOwnLimit(_ session: SessionID, _ connection: SQLiteConnection) throws(StoreError) -> Bool {
        let rows = try connection.query(
            "SELECT s.time_limit, s.is_idle_exempt, p.max_session_lifetime FROM \(schedulingTables) WHERE s.id = ?",
            [.text(session.rawValue)])
        guard let row = rows.first, let own = row.optionalInteger("time_limit") else { return false }
        return own == row.timeLimit
    }

    /// The rows of the living sessions whose owners' policies may end them at another time than before.
    private static func sessionsOfChangedPolicies(
        _ changed: ChangedRows.Rows, _ connection: SQLiteConnection
    ) throws(StoreError) -> Set<Int64> {
        let living = "s.status NOT IN ('TERMINATED', 'CANCELLED')"
        if changed.policies {
            let rows = try connection.query("SELECT s.rowid AS row FROM sessions s WHERE \(living)")
            return Set(rows.map { $0.integer("row") })
        }
        var numbers: Set<Int64> = []
        for keypair in changed.keypairs {
            let rows = try connection.query(
                """
                SELECT s.rowid AS row FROM keypairs k JOIN sessions s ON s.access_key = k.access_key
                WHERE k.rowid = ? AND \(living)
                """,
                [.integer(keypair)])
            numbers.formUnion(rows.map { $0.integer("row") })
        }
        return numbers
    }

    /// What has become of the sessions whose rows, or whose kernels' rows, have changed, and of those that wait for them.
    static func sessionChanges(
        _ changed: ChangedRows.Rows, _ connection: SQLiteConnection
    ) throws(StoreError) -> [SchedulerChange] {
        var numbers = changed.sessions.union(try sessionsOfChangedPolicies(changed, connection))
        for kernel in changed.kernels {
            let rows = try connection.query(
                "SELECT s.rowid AS row FROM kernels k JOIN sessions s ON s.id = k.session_id WHERE k.rowid = ?",
                [.integer(kernel)])
            numbers.formUnion(rows.map { $0.integer("row") })
        }
        for number in Array(numbers) {
            let rows = try connection.query(
                """
                SELECT w.rowid AS row FROM sessions s JOIN session_dependencies d ON d.depends_on = s.id
                JOIN sessions w ON w.id = d.session_id
                WHERE s.rowid = ? AND s.status IN ('TERMINATED', 'CANCELLED') AND w.status = 'PENDING'
                """,
                [.integer(number)])
            numbers.formUnion(rows.map { $0.integer("row") })
        }
        var changes: [SchedulerChange] = []
        for number in numbers.sorted() {
            let rows = try connection.query(
                "SELECT \(schedulingColumns) FROM \(schedulingTables) WHERE s.rowid = ?", [.integer(number)])
            for row in rows { changes += try change(row, nil, connection) }
        }
        return changes
    }

    /// What a session is now.
    private static func change(
        _ row: SQLRow, _ known: [SessionID: [SessionDependency]]?, _ connection: SQLiteConnection
    ) throws(StoreError) -> [SchedulerChange] {
        let id = SessionID(rawValue: row.text("id"))
        switch SessionStatus(rawValue: row.text("status")) {
        case .pending:
            var dependencies = known?[id] ?? []
            if known == nil { dependencies = try openDependencies(of: id, connection) }
            let kernels = try requests(of: id, row, connection)
            return [.waits(PendingSession(row: row, kernels: kernels, dependencies: dependencies))]
        case .terminated, .cancelled: return [.ended(id)]
        default:
            let held = try heldSession(row, id, connection)
            return held.kernels.isEmpty ? [.ended(id)] : [.holds(held)]
        }
    }

    /// What the kernels of a session ask for, the main one first.
    static func requests(
        of session: SessionID, _ row: SQLRow, _ connection: SQLiteConnection
    ) throws(StoreError) -> [KernelRequest] {
        let (architecture, slots) = (row.text("architecture"), ResourceSlots(stored: row.text("requested_slots")))
        guard row.integer("cluster_size") > 1 else {
            let main = KernelID(rawValue: row.text("main_kernel"))
            return [KernelRequest(kernel: main, architecture: architecture, slots: slots)]
        }
        return try connection.query(
            "SELECT id, shape FROM kernels WHERE session_id = ? AND is_past = 0 ORDER BY local_rank",
            [.text(session.rawValue)]
        ).map { row in
            let shape: KernelShape? = row.optionalText("shape").flatMap { JSONText.decode($0) }
            return KernelRequest(
                kernel: KernelID(rawValue: row.text("id")), architecture: shape?.architecture ?? architecture,
                slots: shape?.requested ?? slots)
        }
    }

    private static func heldSession(
        _ row: SQLRow, _ id: SessionID, _ connection: SQLiteConnection
    ) throws(StoreError) -> HeldSession {
        let shares = try connection.query(
            """
            SELECT a.kernel_id, a.agent, a.slot, a.device, a.amount, a.used_at FROM kernels k
            JOIN allocations a ON a.kernel_id = k.id
            WHERE k.session_id = ? AND a.freed_at IS NULL ORDER BY k.local_rank, k.id, a.rowid
            """,
            [.text(id.rawValue)])
        var kernels: [HeldSession.Kernel] = []
        for rows in Dictionary(grouping: shares.enumerated(), by: { $0.element.text("kernel_id") }).values.sorted(by: {
            ($0.first?.offset ?? 0) < ($1.first?.offset ?? 0)
        }) {
            guard let first = rows.first?.element else { continue }
            kernels.append(
                HeldSession.Kernel(
                    kernel: KernelID(rawValue: first.text("kernel_id")), agent: AgentID(rawValue: first.text("agent")),
                    shares: rows.map { _, row in
                        DeviceShare(
                            slot: SlotName(row.text("slot")), device: DeviceID(rawValue: row.text("device")),
                            amount: Quantity(thousandths: row.integer("amount")))
                    }))
        }
        let since = UnixTime(microseconds: shares.map { $0.integer("used_at") }.min() ?? 0)
        return HeldSession(
            id: id, holder: SessionHolder(row: row), kernels: kernels, scalingGroup: row.text("scaling_group"),
            priority: Int(row.integer("priority")), since: since,
            endsBy: row.timeLimit.map { since.adding(seconds: $0) } ?? .never,
            isPreemptible: row.flag("is_preemptible"),
            isEnding: row.text("status") == SessionStatus.terminating.rawValue)
    }
}

extension SessionHolder {
    fileprivate init(row: SQLRow) {
        self.init(
            keypair: AccessKey(rawValue: row.text("access_key")), user: row.text("user_id"),
            group: row.text("group_id"), domain: row.text("domain_name"),
            isPlatform: row.text("session_type") == SessionType.system.rawValue)
    }
}

extension PendingSession {
    /// Reads a row of a query for ``Store/schedulingColumns``.
    init(row: SQLRow, kernels: [KernelRequest], dependencies: [SessionDependency]) {
        self.init(
            id: SessionID(rawValue: row.text("id")), holder: SessionHolder(row: row), kernels: kernels,
            mode: ClusterMode(rawValue: row.text("cluster_mode")) ?? .singleNode,
            scalingGroup: row.text("scaling_group"), priority: Int(row.integer("priority")),
            since: UnixTime(microseconds: row.integer("enqueued_at")),
            startsAt: row.optionalInteger("starts_at").map(UnixTime.init(microseconds:)),
            dependencies: dependencies, timeLimit: row.timeLimit, isPreemptible: row.flag("is_preemptible"))
    }
}

extension SQLRow {
    /// The seconds that a session may hold resources: the smaller of its own limit and its owner's policy's, unless an
    /// administrator has exempted it from that one.
    var timeLimit: Int64? {
        let lifetime =
            flag("is_idle_exempt") ? nil : optionalInteger("max_session_lifetime").flatMap { $0 > 0 ? $0 : nil }
        return [optionalInteger("time_limit"), lifetime].compactMap { $0 }.min()
    }
}
