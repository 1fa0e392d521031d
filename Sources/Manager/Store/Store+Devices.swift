import Core

/// A device that has failed, and a kernel that holds some of it.
struct FailedDevice: Sendable, Equatable {
    let device: DeviceID
    let slot: SlotName
    /// Why it does not work.
    let problem: String
    let session: SessionID
    let kernel: KernelID
}

/// What a kernel holds of a device, and whose it is.
struct DeviceHolding: Sendable, Equatable {
    let slot: SlotName
    let device: DeviceID
    let amount: Quantity
    let kernel: KernelID
    let session: SessionID
    let sessionName: String
    /// The owner's address.
    let owner: String
    let accessKey: AccessKey
}

extension Store {
    /// Writes what an agent's devices have become.
    ///
    /// - Returns: The sessions under which devices have failed by that.
    func save(_ devices: DeviceInventory, of agent: AgentID) throws(StoreError) -> [FailedDevice] {
        try transaction { connection throws(StoreError) in
            let failed = try Store.noteFailures(of: agent, devices, connection)
            try connection.run(
                "UPDATE agents SET available_slots = ?, devices = ? WHERE id = ?",
                [.text(devices.available.stored), .text(devices.stored), .text(agent.rawValue)])
            return failed
        }
    }

    /// What is held of an agent's devices, by slot and device, those that began first first.
    func holdings(on agent: AgentID) throws(StoreError) -> [DeviceHolding] {
        try Store.holdings(on: agent, connection)
    }

    private static func holdings(
        on agent: AgentID, _ connection: SQLiteConnection
    ) throws(StoreError) -> [DeviceHolding] {
        try connection.query(
            """
            SELECT a.slot, a.device, a.amount, a.kernel_id, s.id AS session_id, s.name, s.access_key, u.email
            FROM allocations a JOIN kernels k ON k.id = a.kernel_id JOIN sessions s ON s.id = k.session_id
            JOIN users u ON u.id = s.user_id
            WHERE a.agent = ? AND a.freed_at IS NULL ORDER BY a.slot, a.device, a.used_at, a.rowid
            """,
            [.text(agent.rawValue)]
        ).map { row in
            DeviceHolding(
                slot: SlotName(row.text("slot")), device: DeviceID(rawValue: row.text("device")),
                amount: Quantity(thousandths: row.integer("amount")),
                kernel: KernelID(rawValue: row.text("kernel_id")),
                session: SessionID(rawValue: row.text("session_id")), sessionName: row.text("name"),
                owner: row.text("email"), accessKey: AccessKey(rawValue: row.text("access_key")))
        }
    }

    /// The shares that a kernel holds.
    func shares(of kernel: KernelID) throws(StoreError) -> [DeviceShare] {
        try connection.query(
            "SELECT slot, device, amount FROM allocations WHERE kernel_id = ? AND freed_at IS NULL ORDER BY rowid",
            [.text(kernel.rawValue)]
        ).map { row in
            DeviceShare(
                slot: SlotName(row.text("slot")), device: DeviceID(rawValue: row.text("device")),
                amount: Quantity(thousandths: row.integer("amount")))
        }
    }

    /// Notes in the history of each kernel that holds some of a device that it has failed: the kernel goes on as it is.
    static func noteFailures(
        of agent: AgentID, _ devices: DeviceInventory?, _ connection: SQLiteConnection
    ) throws(StoreError) -> [FailedDevice] {
        let rows = try connection.query("SELECT devices FROM agents WHERE id = ?", [.text(agent.rawValue)])
        guard let devices, let before = DeviceInventory(stored: rows.first?.optionalText("devices")) else { return [] }
        // What processors and memory are called may change with the agent's configuration.
        let failures = devices.failures(since: before).filter(\.slot.isAccelerator)
        guard !failures.isEmpty else { return [] }
        var failed: [FailedDevice] = []
        for holding in try holdings(on: agent, connection) {
            guard let device = failures.first(where: { $0.id == holding.device && $0.slot == holding.slot }) else {
                continue
            }
            let status = try connection.query(
                "SELECT status FROM kernels WHERE id = ?", [.text(holding.kernel.rawValue)]
            )
            .first.flatMap { SessionStatus(rawValue: $0.text("status")) }
            guard let status else { continue }
            try recordHistory(
                holding.session, kernel: holding.kernel, from: status, to: status, reason: .deviceFailed,
                at: Timestamp.now(), connection)
            failed.append(
                FailedDevice(
                    device: device.id, slot: device.slot, problem: device.problem ?? "", session: holding.session,
                    kernel: holding.kernel))
        }
        return failed
    }
}

extension DeviceInventory {
    /// As the database keeps it.
    var stored: String { JSONText.encode(self) }

    /// Reads what the database keeps; nil where there is nothing.
    init?(stored: String?) {
        guard let stored, let inventory: DeviceInventory = JSONText.decode(stored) else { return nil }
        self = inventory
    }

    /// What an agent that tells totals alone consists of: one device without a name for each slot.
    init(totals: ResourceSlots) {
        self.init(
            totals.names.map { DeviceReport(id: DeviceID(rawValue: ""), slot: $0, capacity: totals[$0]) }, [:])
    }
}
