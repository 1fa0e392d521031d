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
        let slots = request.names.filter { request[$0] != .zero }.sorted { $0.order < $1.order }
        if let (first, second) = exclusive(slots) { throw .exclusive(first, second) }
        var shares: [DeviceShare] = []
        var nodes: [Int] = []
        for slot in slots {
            guard let devices = devices[slot] else { throw .unknown(slot) }
            let given = try (rules[slot] ?? SlotRules()).shares(
                of: request[slot], slot: slot, devices: devices, preference: NodePreference(policy, near: nodes))
            shares += given
            let chosen = Set(given.map(\.device))
            nodes += devices.filter { chosen.contains($0.id) }.compactMap(\.node)
        }
        return shares
    }

    /// Two slots of the same kind of accelerator: whole devices, fractions and slices of it exclude each other.
    private func exclusive(_ slots: [SlotName]) -> (SlotName, SlotName)? {
        var kinds: [String: SlotName] = [:]
        for slot in slots where slot.isAccelerator {
            if let other = kinds.updateValue(slot, forKey: slot.kind) { return (other, slot) }
        }
        return nil
    }
}

extension SlotName {
    /// Accelerators by name, then processors, then memory.
    fileprivate var order: (Int, String) { (self == .mem ? 2 : isAccelerator ? 0 : 1, rawValue) }
}
