import Core

/// One agent as the database has it.
struct AgentRecord: Sendable, Equatable {
    let id: AgentID
    let status: String
    let architecture: String
    let available: ResourceSlots
    /// Whose sessions it takes.
    var scalingGroup = SessionRules.scalingGroup
    /// What it consists of, as stored; nil where it tells totals alone.
    var storedDevices: String?

    /// What it consists of.
    var inventory: DeviceInventory {
        DeviceInventory(stored: storedDevices) ?? DeviceInventory(totals: available)
    }
}

extension Store {
    /// Writes what an agent said of itself, and that it is alive.
    ///
    /// - Returns: The sessions under which devices have failed since it said so last.
    @discardableResult
    func register(_ node: NodeReport, scalingGroup: String) throws(StoreError) -> [FailedDevice] {
        try transaction { connection throws(StoreError) in
            let failed = try Store.noteFailures(of: node.agent, node.devices, connection)
            try Store.write(node, scalingGroup, connection)
            return failed
        }
    }

    private static func write(
        _ node: NodeReport, _ scalingGroup: String, _ connection: SQLiteConnection
    ) throws(StoreError) {
        let now = Timestamp.now()
        try connection.run(
            """
            INSERT INTO agents (id, status, status_changed, scaling_group, architecture, version, available_slots, devices,
                first_contact)
            VALUES (?, 'ALIVE', ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET status = 'ALIVE', silent_since = NULL,
                status_changed = CASE WHEN status = 'ALIVE' THEN status_changed ELSE excluded.status_changed END,
                architecture = excluded.architecture, version = excluded.version, available_slots = excluded.available_slots,
                devices = excluded.devices
            """,
            [
                .text(node.agent.rawValue), .integer(now), .text(scalingGroup), .text(node.architecture),
                .text(node.version),
                .text((node.devices?.available ?? node.available).stored), SQLValue(node.devices?.stored),
                .integer(now),
            ]
        )
    }

    /// The agents that are alive.
    func livingAgents() throws(StoreError) -> [AgentRecord] {
        try connection.query("SELECT * FROM agents WHERE status = 'ALIVE' ORDER BY id").map { row in
            AgentRecord(
                id: AgentID(rawValue: row.text("id")),
                status: row.text("status"),
                architecture: row.text("architecture"),
                available: ResourceSlots(stored: row.text("available_slots")),
                scalingGroup: row.text("scaling_group"),
                storedDevices: row.optionalText("devices")
            )
        }
    }
}
