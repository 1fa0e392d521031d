/// The devices of one slot on one agent.
struct DeviceGroup: Sendable {
    let kind: DeviceKind
    var devices: [Device]

    /// Takes a slot's devices in the order in which they give.
    init(_ slot: Int, _ name: SlotName, _ rules: SlotRules, _ devices: [Device]) {
        kind = DeviceKind(slot, name, rules, nodes: Set(devices.map { $0.node ?? .max }).sorted())
        self.devices = devices
    }

    var slot: Int { kind.slot }
    var name: SlotName { kind.name }
    var rules: SlotRules { kind.rules }

    /// What is free of the slot, in its units.
    var free: Int64 { kind.unit.count(devices.reduce(.zero) { $0 + $1.free }, isAskedFor: false) }

    /// What working devices have of it, in its units.
    var capacity: Int64 {
        kind.unit.count(devices.reduce(.zero) { $1.isHealthy ? $0 + $1.capacity : $0 }, isAskedFor: false)
    }
}

/// What stays the same of the devices of one slot on one agent, whatever is held of them.
///
/// An object, since it is looked at far more often than anything else of an agent.
final class DeviceKind: Sendable {
    let slot: Int
    let name: SlotName
    let unit: SlotUnit
    let rules: SlotRules
    /// Whether the rules let any amount through, as those of processors do.
    let takesAny: Bool
    /// Whether the devices can be told from one another: processors and memory are one whole, however it is divided.
    let isAccelerator: Bool
    /// The nodes of the devices in the order of preference; `Int.max` is that of devices whose node nobody knows.
    private let nodes: [Int]

    init(_ slot: Int, _ name: SlotName, _ rules: SlotRules, nodes: [Int]) {
        self.slot = slot
        self.name = name
        self.rules = rules
        self.nodes = nodes
        unit = SlotUnit(name)
        takesAny = rules.quantum.thousandths == 1 && rules.minimum == .zero && rules.type != .unique
        isAccelerator = name.isAccelerator
    }

    /// The device that gives all of an amount, chosen as ``SlotRules/shares(of:slot:devices:preference:)`` chooses.
    ///
    /// - Parameters:
    ///   - amount: What is asked for; more than nothing.
    ///   - devices: The devices.
    ///   - node: The node near which it is to be; nil is any.
    /// - Returns: The position of the device; nil where none gives it alone, or where the rules would have more than one give.
    func device(for amount: Quantity, among devices: [Device], near node: Int?) -> Int? {
        // What is free is one thing, what the rules refuse another.
        if !takesAny, rules.refusal(of: amount, slot: name) != nil { return nil }
        guard rules.strategy == .fill || devices.count == 1 else { return nil }
        let quantum = rules.quantum.thousandths
        let near = node.flatMap { nodes.contains($0) ? $0 : nil } ?? freestNode(devices)
        var (freest, most) = (0, Int64(-1))
        for device in devices.indices where nodes.count == 1 || (devices[device].node ?? .max) == near {
            let steps = devices[device].free.thousandths / quantum
            if steps > most { (freest, most) = (device, steps) }
        }
        return most * quantum >= max(amount, rules.minimum).thousandths ? freest : nil
    }

    /// The node that has the most free, of equal ones the first.
    private func freestNode(_ devices: [Device]) -> Int {
        guard nodes.count > 1 else { return nodes[0] }
        var (freest, most) = (nodes[0], Quantity(thousandths: -1))
        for node in nodes {
            var sum = Quantity.zero
            for device in devices.indices where (devices[device].node ?? .max) == node {
                sum = sum + devices[device].free
            }
            if sum > most { (freest, most) = (node, sum) }
        }
        return freest
    }
}
