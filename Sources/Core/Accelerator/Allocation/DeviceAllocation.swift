/// Chooses the devices of one kernel on one agent.
///
/// A pure function of the devices: the same that the scheduler decides by and that tests try against every possibility.
/// Accelerators come first, since there are few of them; processors and memory are then taken near them.
public struct DeviceAllocation: Sendable {
    private let devices: [SlotName: [Device]]
    private let rules: [SlotName: SlotRules]
    private let policy: NodePreference.Policy

    /// Chooses among these devices.
    ///
    /// - Parameters:
    ///   - devices: The agent's devices. Where nothing else decides, earlier ones give first.
    ///   - rules: How each slot's amounts are divided; a slot without rules is counted in whole units.
    ///   - policy: How the first devices are chosen.
    public init(
        of devices: [Device], by rules: [SlotName: SlotRules], _ policy: NodePreference.Policy = .preferSingleNode
    ) {
        self.devices = Dictionary(grouping: devices, by: \.slot)
        self.rules = rules
        self.policy = policy
    }

    /// The shares that make up `request`, slot by slot.
    ///
    /// - Returns: Shares that add up to what is asked for of each slot, exactly.
    /// - Throws: The first slot, in the order of allocation, that cannot be had, and why.
    public func shares(for request: ResourceSlots) throws(AllocationRefusal) -> [DeviceShare] {
        var asked: [Asked] = []
        for slot in request.names where request[slot] != .zero {
            asked.append(
                Asked(
                    slot: slot, amount: request[slot], rules: rules[slot] ?? SlotRules(), devices: devices[slot] ?? []))
        }
        return try DeviceAllocation.shares(of: asked, policy)
    }

    /// An amount of one slot, and the devices that may give it.
    struct Asked {
        let slot: SlotName
        let amount: Quantity
        let rules: SlotRules
        let devices: [Device]
    }

    /// The shares that make up several amounts, whose order does not matter.
    static func shares(
        of asked: [Asked], _ policy: NodePreference.Policy
    ) throws(AllocationRefusal) -> [DeviceShare] {
        let sorted = asked.count == 1 ? asked : asked.sorted { $0.slot.allocationOrder < $1.slot.allocationOrder }
        if let (first, second) = exclusive(sorted) { throw .exclusive(first, second) }
        var shares: [DeviceShare] = []
        var nodes: [Int] = []
        for one in sorted {
            if one.devices.isEmpty { throw .unknown(one.slot) }
            let given = try one.rules.shares(
                of: one.amount, slot: one.slot, devices: one.devices,
                preference: NodePreference(policy, near: nodes))
            shares += given
            for share in given {
                if let node = one.devices.first(where: { $0.id == share.device })?.node { nodes.append(node) }
            }
        }
        return shares
    }

    /// Two slots of the same kind of accelerator: whole devices, fractions and slices of it exclude each other.
    private static func exclusive(_ asked: [Asked]) -> (SlotName, SlotName)? {
        let accelerators = asked.lazy.map(\.slot).filter(\.isAccelerator)
        guard accelerators.dropFirst().first != nil else { return nil }
        var kinds: [String: SlotName] = [:]
        for slot in accelerators {
            if let other = kinds.updateValue(slot, forKey: slot.kind) { return (other, slot) }
        }
        return nil
    }
}

extension SlotName {
    /// Accelerators by name, then processors, then memory.
    var allocationOrder: (Int, String) { (self == .mem ? 2 : isAccelerator ? 0 : 1, rawValue) }
}
