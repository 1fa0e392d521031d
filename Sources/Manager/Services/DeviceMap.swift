import Core

/// The devices of one agent with who holds them.
struct DeviceMap {
    /// One device.
    struct Entry: Sendable {
        let device: DeviceReport
        let holdings: [DeviceHolding]
        /// How busy it is, where the agent says so.
        let usage: DeviceUsage?

        /// What is held of it.
        var occupied: Quantity { holdings.reduce(.zero) { $0 + $1.amount } }

        /// Whether more is held of it than it has.
        var isOvercommitted: Bool { device.problem == nil && occupied > device.capacity }

        /// What it could still give: less than nothing where more is held than it has.
        var free: Quantity { device.problem == nil ? device.capacity - occupied : .zero }
    }

    /// In the agent's order, then those that are held and not there any more.
    let entries: [Entry]

    /// Puts what is held beside what there is.
    ///
    /// Amounts of processors and memory that were divided in another way when they were taken stand at the first device of
    /// their slot, where the scheduler counts them.
    init(_ inventory: DeviceInventory, holdings: [DeviceHolding], usage: [DeviceUsage] = []) {
        var rest: [DeviceHolding] = []
        var held: [Int: [DeviceHolding]] = [:]
        for holding in holdings {
            let index =
                inventory.devices.firstIndex { $0.id == holding.device && $0.slot == holding.slot }
                ?? (holding.slot.isAccelerator && !holding.device.rawValue.isEmpty
                    ? nil : inventory.devices.firstIndex { $0.slot == holding.slot })
            if let index { held[index, default: []].append(holding) } else { rest.append(holding) }
        }
        var entries = inventory.devices.enumerated().map { index, device in
            Entry(device: device, holdings: held[index] ?? [], usage: usage.first { $0.device == device.id })
        }
        for holding in rest
        where !entries.contains(where: { $0.device.id == holding.device && $0.device.slot == holding.slot }) {
            let all = rest.filter { $0.device == holding.device && $0.slot == holding.slot }
            entries.append(
                Entry(
                    device: DeviceReport(
                        id: holding.device, slot: holding.slot, capacity: .zero,
                        problem: "the agent does not know it any more"),
                    holdings: all, usage: nil))
        }
        self.entries = entries
    }
}
