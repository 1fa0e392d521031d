/// The devices of one agent by slot, with what is held of each.
struct AgentDevices: Sendable {
    /// The devices of one slot.
    struct Group: Sendable {
        let slot: Int
        let name: SlotName
        let rules: SlotRules
        var devices: [Device]
        /// Whether the rules let any amount through, as those of processors do.
        let takesAny: Bool
        /// Whether the devices can be told from one another: processors and memory are one whole, however it is divided.
        let isAccelerator: Bool
    }

    private(set) var groups: [Group]

    /// Takes devices in the order in which they give.
    init(_ devices: [Device], by rules: [SlotName: SlotRules], numbering slots: inout SlotTable) {
        groups = []
        for device in devices {
            let slot = slots.number(of: device.slot)
            if let index = groups.firstIndex(where: { $0.slot == slot }) {
                groups[index].devices.append(device)
            } else {
                let rules = rules[device.slot] ?? SlotRules.usual
                groups.append(
                    Group(
                        slot: slot, name: device.slot, rules: rules, devices: [device],
                        takesAny: rules.quantum.thousandths == 1 && rules.minimum == .zero && rules.type != .unique,
                        isAccelerator: device.slot.isAccelerator))
            }
        }
    }

    /// The slots that there are devices of, a bit each.
    var mask: UInt64 { groups.reduce(0) { $0 | SlotRequest.bit($1.slot) } }

    /// Whether more is held of some working device than it has: then the agent takes nothing more.
    var isOvercommitted: Bool {
        groups.contains { $0.devices.contains { $0.isHealthy && $0.occupied > $0.capacity } }
    }

    /// What is free of a slot.
    func free(_ group: Group, _ slots: SlotTable) -> Int64 {
        slots.units(group.devices.reduce(.zero) { $0 + $1.free }, of: group.slot, isAskedFor: false)
    }

    /// What working devices have of a slot.
    func capacity(_ group: Group, _ slots: SlotTable) -> Int64 {
        slots.units(
            group.devices.reduce(.zero) { $1.isHealthy ? $0 + $1.capacity : $0 }, of: group.slot, isAskedFor: false)
    }

    /// The shares that make up a request; nil when the devices cannot give it, though their sums might.
    func shares(for request: SlotRequest, _ slots: SlotTable) -> [DeviceShare]? {
        var shares: [DeviceShare] = []
        shares.reserveCapacity(request.amounts.count)
        for amount in request.amounts where amount.slot != SlotTable.count {
            guard let group = groups.first(where: { $0.slot == amount.slot }) else { return nil }
            guard group.devices.count == 1 else { return divided(request, slots) }
            let quantity = slots.quantity(amount.units, of: amount.slot)
            guard quantity <= group.devices[0].free else { return nil }
            // What is free of it is one thing, what its rules refuse another.
            if !group.takesAny, group.rules.refusal(of: quantity, slot: group.name) != nil { return nil }
            if group.devices[0].free < group.rules.minimum { return nil }
            shares.append(DeviceShare(slot: group.name, device: group.devices[0].id, amount: quantity))
        }
        return shares
    }

    /// The shares where there is a choice of devices.
    private func divided(_ request: SlotRequest, _ slots: SlotTable) -> [DeviceShare]? {
        var asked: [DeviceAllocation.Asked] = []
        asked.reserveCapacity(request.amounts.count)
        for amount in request.amounts where amount.slot != SlotTable.count {
            guard let group = groups.first(where: { $0.slot == amount.slot }) else { return nil }
            asked.append(
                .init(
                    slot: group.name, amount: slots.quantity(amount.units, of: amount.slot), rules: group.rules,
                    devices: group.devices))
        }
        return try? DeviceAllocation.shares(of: asked, .preferSingleNode)
    }

    /// Whether the devices of some shares are there, and have them free.
    func have(_ shares: [DeviceShare]) -> Bool {
        shares.allSatisfy { share in
            guard let (group, device) = place(of: share) else { return false }
            return groups[group].devices[device].free >= share.amount
        }
    }

    /// Takes shares from their devices, or gives them back.
    mutating func take(_ shares: [DeviceShare], givesBack: Bool = false) {
        for share in shares {
            guard let (group, device) = place(of: share) else { continue }
            let occupied = groups[group].devices[device].occupied
            groups[group].devices[device].occupied = givesBack ? occupied - share.amount : occupied + share.amount
        }
    }

    /// Where the device of a share is.
    ///
    /// Processors and memory that were divided in another way when they were taken are held of the first device. An
    /// accelerator's device that is not there any more is nowhere, unless nobody has ever told the devices apart.
    private func place(of share: DeviceShare) -> (group: Int, device: Int)? {
        guard let group = groups.firstIndex(where: { $0.name == share.slot }) else { return nil }
        let isAccelerator = groups[group].isAccelerator
        if groups[group].devices.count == 1, !isAccelerator || groups[group].devices[0].id.rawValue.isEmpty {
            return (group, 0)
        }
        if let index = groups[group].devices.firstIndex(where: { $0.id == share.device }) { return (group, index) }
        return isAccelerator && !share.device.rawValue.isEmpty ? nil : (group, 0)
    }

    /// The shares of several kernels, one after the other; nil when not all of them can be had together.
    func shares(for requests: [SlotRequest], _ slots: SlotTable) -> KernelShares? {
        if requests.count == 1 { return shares(for: requests[0], slots).map { KernelShares($0) } }
        var devices = self
        var all: [[DeviceShare]] = []
        for request in requests {
            guard let shares = devices.shares(for: request, slots) else { return nil }
            devices.take(shares)
            all.append(shares)
        }
        return all.first.map { KernelShares($0, Array(all.dropFirst())) }
    }
}

extension SlotRules {
    /// Any amount, from the first device on.
    static let usual = SlotRules(quantum: Quantity(thousandths: 1), granularity: .fractional)
}

extension AgentDevices {
    /// How far from each other the accelerators of some shares are: one less than the NUMA nodes that they are on.
    func distance(of shares: [DeviceShare]) -> Int {
        var nodes: Set<Int> = []
        for share in shares where share.slot.isAccelerator {
            let group = groups.first { $0.name == share.slot }
            if let node = group?.devices.first(where: { $0.id == share.device })?.node { nodes.insert(node) }
        }
        return max(0, nodes.count - 1)
    }
}
