/// The devices of one agent by slot, with what is held of each.
struct AgentDevices: Sendable {
    private(set) var groups: [DeviceGroup]
    /// The groups in the order of allocation.
    private let order: [Int]

    /// Takes devices in the order in which they give.
    init(_ devices: [Device], by rules: [SlotName: SlotRules], numbering slots: inout SlotTable) {
        var names: [SlotName] = []
        for device in devices where !names.contains(device.slot) { names.append(device.slot) }
        groups = names.map { name in
            DeviceGroup(
                slots.number(of: name), name, rules[name] ?? .usual, devices.filter { $0.slot == name })
        }
        order = names.indices.sorted { names[$0].allocationOrder < names[$1].allocationOrder }
    }

    /// The slots that there are devices of, a bit each.
    var mask: UInt64 { groups.reduce(0) { $0 | SlotRequest.bit($1.slot) } }

    /// Whether more is held of some working device than it has: then the agent takes nothing more.
    var isOvercommitted: Bool {
        groups.contains { $0.devices.contains { $0.isHealthy && $0.occupied > $0.capacity } }
    }

    /// The shares that make up a request; nil when the devices cannot give it, though their sums might.
    func shares(for request: SlotRequest) -> [DeviceShare]? {
        undivided(request) ?? divided(request)
    }

    /// The shares where one device of each slot is enough, the same as ``DeviceAllocation`` has them.
    ///
    /// Nil where more has to be thought of; most requests get by without.
    private func undivided(_ request: SlotRequest) -> [DeviceShare]? {
        groups.withUnsafeBufferPointer { groups in
            var shares: [DeviceShare] = []
            shares.reserveCapacity(request.amounts.count)
            var node: Int?
            var (isOnAccelerator, isOnTwoNodes) = (false, false)
            for index in order {
                let kind = groups[index].kind
                guard let units = request.units(of: kind.slot) else { continue }
                // What has a choice would have to be near both; and some accelerators exclude each other.
                if isOnTwoNodes && groups[index].devices.count > 1 || isOnAccelerator && kind.isAccelerator {
                    return nil
                }
                let quantity = kind.unit.quantity(units)
                guard let device = kind.device(for: quantity, among: groups[index].devices, near: node) else {
                    return nil
                }
                isOnAccelerator = kind.isAccelerator
                if let own = groups[index].devices[device].node {
                    isOnTwoNodes = isOnTwoNodes || node ?? own != own
                    node = own
                }
                shares.append(
                    DeviceShare(
                        slot: kind.name, device: groups[index].devices[device].id, amount: quantity))
            }
            return shares.count == request.mask.nonzeroBitCount ? shares : nil
        }
    }

    /// The shares where there is a choice of devices.
    private func divided(_ request: SlotRequest) -> [DeviceShare]? {
        var asked: [DeviceAllocation.Asked] = []
        asked.reserveCapacity(request.amounts.count)
        for amount in request.amounts where amount.slot != SlotTable.count {
            guard let group = groups.first(where: { $0.slot == amount.slot }) else { return nil }
            asked.append(
                .init(
                    slot: group.name, amount: group.kind.unit.quantity(amount.units), rules: group.rules,
                    devices: group.devices))
        }
        return try? DeviceAllocation.shares(of: asked, .preferSingleNode)
    }

    /// Whether the devices of some shares are there, and have them free together.
    func have(_ shares: [DeviceShare]) -> Bool {
        shares.indices.allSatisfy { index in
            guard let (group, device) = place(of: shares[index]) else { return false }
            // Shares of processors that are not told apart any more may all be of one device.
            let wanted = shares[...index].reduce(Quantity.zero) { sum, share in
                place(of: share).map { $0 == (group, device) } ?? false ? sum + share.amount : sum
            }
            return groups[group].devices[device].free >= wanted
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
        let isAccelerator = groups[group].kind.isAccelerator
        if groups[group].devices.count == 1, !isAccelerator || groups[group].devices[0].id.rawValue.isEmpty {
            return (group, 0)
        }
        if let index = groups[group].devices.firstIndex(where: { $0.id == share.device }) { return (group, index) }
        return isAccelerator && !share.device.rawValue.isEmpty ? nil : (group, 0)
    }

    /// The shares of several kernels, one after the other; nil when not all of them can be had together.
    func shares(for requests: [SlotRequest]) -> KernelShares? {
        if requests.count == 1 { return shares(for: requests[0]).map { KernelShares($0) } }
        var devices = self
        var all: [[DeviceShare]] = []
        for request in requests {
            guard let shares = devices.shares(for: request) else { return nil }
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
