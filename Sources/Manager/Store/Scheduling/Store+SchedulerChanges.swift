import Core

extension Store {
    /// What the scheduler must be told since it was told last.
    ///
    /// - Parameter isFirst: Whether it knows nothing yet.
    /// - Returns: The changes, those that others build on first.
    /// - Throws: ``StoreError``; then the scheduler begins anew, since what had changed is forgotten.
    func schedulerChanges(isFirst: Bool) throws(StoreError) -> [SchedulerChange] {
        let rows = connection.changedRows.take()
        if !isFirst, rows.isEmpty { return [] }
        return try transaction { connection throws(StoreError) in
            var changes: [SchedulerChange] = []
            if isFirst || rows.rules { changes += try Store.schedulingOptions(connection) }
            if isFirst || rows.limits { changes += try Store.scopeLimits(connection) }
            if isFirst || rows.rules {
                changes += try agentSnapshots(connection)
            } else {
                for row in rows.agents.sorted() {
                    changes += try agentSnapshots(
                        connection, where: "a.rowid = ?", [.integer(row)])
                }
            }
            if isFirst {
                return changes + (try Store.livingSessions(connection))
            }
            return changes + (try Store.sessionChanges(rows, connection))
        }
    }

    private static func schedulingOptions(_ connection: SQLiteConnection) throws(StoreError) -> [SchedulerChange] {
        try connection.query("SELECT name, scheduler, scheduler_opts FROM scaling_groups ORDER BY name").map { row in
            .options(
                SchedulerOptions.options(scheduler: row.text("scheduler"), stored: row.text("scheduler_opts")),
                scalingGroup: row.text("name"))
        }
    }

    private static func scopeLimits(_ connection: SQLiteConnection) throws(StoreError) -> [SchedulerChange] {
        var changes: [SchedulerChange] = []
        let keypairs = try connection.query(
            """
            SELECT k.access_key, u.id AS main_of, p.max_concurrent_sessions, p.total_resource_slots,
                p.default_for_unspecified
            FROM keypairs k JOIN keypair_resource_policies p ON p.name = k.resource_policy
            LEFT JOIN users u ON u.main_access_key = k.access_key
            """)
        for row in keypairs {
            let slots = ResourceSlots(stored: row.text("total_resource_slots"))
            let limits = ScopeLimits(
                slots: slots, unlisted: row.unlistedLimit, sessions: Int(row.integer("max_concurrent_sessions")))
            changes.append(.limits(limits, of: .keypair(AccessKey(rawValue: row.text("access_key")))))
            if let user = row.optionalText("main_of") {
                changes.append(.limits(ScopeLimits(slots: slots, unlisted: row.unlistedLimit), of: .user(user)))
            }
        }
        for row in try connection.query("SELECT id, total_resource_slots FROM groups") {
            let limits = ScopeLimits(slots: ResourceSlots(stored: row.text("total_resource_slots")))
            changes.append(.limits(limits, of: .group(row.text("id"))))
        }
        for row in try connection.query("SELECT name, total_resource_slots FROM domains") {
            let limits = ScopeLimits(slots: ResourceSlots(stored: row.text("total_resource_slots")))
            changes.append(.limits(limits, of: .domain(row.text("name"))))
        }
        return changes
    }

    private func agentSnapshots(
        _ connection: SQLiteConnection, where condition: String = "1 = 1", _ values: [SQLValue] = []
    ) throws(StoreError) -> [SchedulerChange] {
        let maximum = try connection.query(
            "SELECT value FROM cluster_config WHERE key = ?", [.text(KnownSetting.maximumKernels.rawValue)]
        ).first.flatMap { Int($0.text("value")) }
        return try connection.query("SELECT * FROM agents a WHERE \(condition)", values).map { row in
            let id = AgentID(rawValue: row.text("id"))
            guard row.text("status") == "ALIVE", row.flag("schedulable"), row["silent_since"] == .null else {
                return .agentGone(id)
            }
            let inventory = inventory(of: id, row)
            return .agent(
                AgentSnapshot(
                    id: id, architecture: row.text("architecture"), devices: inventory.devices.map(\.device),
                    maximumKernels: maximum, scalingGroup: row.text("scaling_group")),
                rules: inventory.rules)
        }
    }

    private func inventory(of agent: AgentID, _ row: SQLRow) -> DeviceInventory {
        guard let text = row.optionalText("devices") else {
            return DeviceInventory(totals: ResourceSlots(stored: row.text("available_slots")))
        }
        if let known = inventories[agent], known.text == text { return known.inventory }
        let inventory = DeviceInventory(stored: text) ?? .none
        inventories[agent] = (text, inventory)
        return inventory
    }
}
