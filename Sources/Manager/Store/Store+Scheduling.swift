import Core

extension Store {
    /// Decides with `cycle` on what is waiting and saves the decision, both in one transaction.
    ///
    /// - Returns: The sessions placed or given up, as saved, with the effects to carry out.
    func schedule(with cycle: SchedulingCycle) throws(StoreError) -> [SavedTransition] {
        try transaction { connection throws(StoreError) in
            let pending = try Store.pendingSessions(connection)
            guard !pending.isEmpty else { return [] }
            let snapshot = Snapshot(
                agents: try Store.agentSnapshots(connection),
                pending: pending,
                owners: try Store.ownerSnapshots(Set(pending.map(\.owner)), connection),
                groups: try Store.groupQuotas(Set(pending.map(\.group)), connection),
                domains: try Store.domainQuotas(Set(pending.map(\.domain)), connection),
                now: Timestamp.date(Timestamp.now())
            )
            return try Store.save(cycle.plan(snapshot), connection)
        }
    }

    private static func save(_ plan: Plan, _ connection: SQLiteConnection) throws(StoreError) -> [SavedTransition] {
        let now = Timestamp.now()
        for waiting in plan.waiting {
            try connection.run(
                """
                UPDATE sessions SET status_info = ?, status_detail = ?
                WHERE id = ? AND status = 'PENDING' AND (status_info IS NULL OR status_info <> ? OR status_detail <> ?)
                """,
                [
                    .text(waiting.reason.status.rawValue), .text(waiting.reason.sentence),
                    .text(waiting.session.rawValue),
                    .text(waiting.reason.status.rawValue), .text(waiting.reason.sentence),
                ]
            )
        }
        var saved: [SavedTransition] = []
        for cancellation in plan.cancellations {
            let reason = TransitionDetail(reason: cancellation.reason.status, message: cancellation.reason.sentence)
            if let ended = try apply(.terminationRequested, to: cancellation.session, reason, connection) {
                saved.append(ended)
            }
        }
        for placement in plan.placements {
            try allocate(placement, at: now, connection)
            let reason = TransitionDetail(reason: .scheduled, message: "")
            _ = try apply(.placed, to: placement.session, reason, connection)
            if let started = try apply(.startRequested, to: placement.session, TransitionDetail(), connection) {
                saved.append(started)
            }
        }
        return saved
    }

    private static func allocate(
        _ placement: Plan.Placement,
        at now: Int64,
        _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            "UPDATE kernels SET agent = ? WHERE id = ? AND status = 'PENDING'",
            [.text(placement.agent.rawValue), .text(placement.kernel.rawValue)]
        )
        for slot in placement.amounts.names {
            try connection.run(
                "INSERT INTO allocations (kernel_id, agent, slot, device, amount, used_at) VALUES (?, ?, ?, '', ?, ?)",
                [
                    .text(placement.kernel.rawValue), .text(placement.agent.rawValue), .text(slot.rawValue),
                    .integer(placement.amounts[slot].thousandths), .integer(now),
                ]
            )
        }
    }

    private static func pendingSessions(_ connection: SQLiteConnection) throws(StoreError) -> [PendingSession] {
        let dependencies = try openDependencies(connection)
        return try connection.query(
            """
            SELECT id, main_kernel, access_key, requested_slots, architecture, group_id, domain_name, scaling_group,
                starts_at
            FROM sessions
            WHERE status = 'PENDING' ORDER BY enqueued_at, id
            """
        ).map { row in
            PendingSession(
                id: SessionID(rawValue: row.text("id")),
                kernel: KernelID(rawValue: row.text("main_kernel")),
                owner: AccessKey(rawValue: row.text("access_key")),
                requested: ResourceSlots(stored: row.text("requested_slots")),
                architecture: row.text("architecture"),
                group: row.text("group_id"),
                domain: row.text("domain_name"),
                scalingGroup: row.text("scaling_group"),
                startsAt: row.optionalInteger("starts_at").map { Timestamp.date($0) },
                dependencies: dependencies[SessionID(rawValue: row.text("id"))] ?? []
            )
        }
    }

    private static func agentSnapshots(_ connection: SQLiteConnection) throws(StoreError) -> [AgentSnapshot] {
        var occupied: [String: ResourceSlots] = [:]
        let held = try connection.query(
            "SELECT agent, slot, sum(amount) AS amount FROM allocations WHERE freed_at IS NULL GROUP BY agent, slot"
        )
        for row in held {
            occupied[row.text("agent"), default: .none][SlotName(row.text("slot"))] = Quantity(
                thousandths: row.integer("amount"))
        }
        let maximum = try connection.query(
            "SELECT value FROM cluster_config WHERE key = ?", [.text(KnownSetting.maximumKernels.rawValue)]
        ).first.flatMap { Int($0.text("value")) }
        return try connection.query(
            """
            SELECT a.*, (SELECT count(*) FROM kernels k WHERE k.agent = a.id AND k.status NOT IN
                ('PENDING', 'TERMINATED', 'CANCELLED')) AS kernels
            FROM agents a WHERE a.status = 'ALIVE' AND a.schedulable = 1 ORDER BY a.id
            """
        ).map { row in
            AgentSnapshot(
                id: AgentID(rawValue: row.text("id")),
                architecture: row.text("architecture"),
                available: ResourceSlots(stored: row.text("available_slots")),
                occupied: occupied[row.text("id")] ?? .none,
                kernels: Int(row.integer("kernels")),
                maximumKernels: maximum,
                scalingGroup: row.text("scaling_group")
            )
        }
    }

    private static func ownerSnapshots(
        _ owners: Set<AccessKey>,
        _ connection: SQLiteConnection
    ) throws(StoreError) -> [AccessKey: OwnerSnapshot] {
        var snapshots: [AccessKey: OwnerSnapshot] = [:]
        for owner in owners {
            let key = SQLValue.text(owner.rawValue)
            guard
                let policy = try connection.query(
                    """
                    SELECT p.* FROM keypair_resource_policies p JOIN keypairs k ON k.resource_policy = p.name
                    WHERE k.access_key = ?
                    """,
                    [key]
                ).first
            else { continue }
            let running = try connection.query(
                """
                SELECT count(*) AS number FROM sessions
                WHERE access_key = ? AND status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED')
                """,
                [key]
            )
            snapshots[owner] = OwnerSnapshot(
                maximumSessions: Int(policy.integer("max_concurrent_sessions")),
                limits: ResourceSlots(stored: policy.text("total_resource_slots")),
                sessions: Int(running.first?.integer("number") ?? 0),
                occupied: try held(by: .accessKey(owner), connection),
                unlisted: policy.unlistedLimit
            )
        }
        return snapshots
    }

    /// The living sessions that hold some of `slot`, greatest amount first: who a waiting session waits for.
    func holders(of slot: SlotName) throws(StoreError) -> [(session: SessionRecord, amount: Quantity)] {
        try connection.query(
            """
            SELECT s.*, u.email AS email, g.name AS group_name, sum(a.amount) AS held FROM allocations a
            JOIN kernels k ON k.id = a.kernel_id JOIN sessions s ON s.id = k.session_id
            JOIN users u ON u.id = s.user_id JOIN groups g ON g.id = s.group_id
            WHERE a.freed_at IS NULL AND a.slot = ? GROUP BY s.id ORDER BY held DESC, s.created_at
            """,
            [.text(slot.rawValue)]
        ).map { (SessionRecord(row: $0), Quantity(thousandths: $0.integer("held"))) }
    }
}
