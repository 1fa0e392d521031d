import Core

/// The processors and the memory of a machine as devices: one of each for every NUMA node.
///
/// Not one for each processor: kernels get their share of time by quota, in fractions, and may be promised more than there is;
/// see `docs/decisions/0007-devices-of-a-machine.md`. The devices of a slot add up to what the agent gives away of it, exactly.
struct MachineDevices {
    /// What the devices of a machine that tells no nodes are called.
    private static let whole = DeviceID(rawValue: "all")
    /// Memory is divided in whole pages.
    private static let page: Int64 = 4096

    let topology: MachineTopology
    /// What the agent gives away.
    let slots: ResourceSlots
    /// Whether the amounts are what somebody configured, and not what the machine has.
    let isConfigured: Bool

    /// The devices and their rules.
    var inventory: DeviceInventory {
        var inventory = DeviceInventory.none
        for slot in slots.names {
            switch slot {
            case .cpu: inventory.add(processors, [.cpu: MachineDevices.processorRules])
            case .mem: inventory.add(memory, [.mem: MachineDevices.memoryRules])
            default:
                let rules = SlotRules(
                    slot.isBytes ? .bytes : .count, quantum: Quantity(thousandths: 1), granularity: .fractional)
                inventory.add([single(slot)], [slot: rules])
            }
        }
        return inventory
    }

    /// A share of time can be any; more nodes than one cost a kernel the way between them.
    private static let processorRules = SlotRules(
        .count, quantum: Quantity(thousandths: 1), granularity: .fractional)
    private static let memoryRules = SlotRules(.bytes, quantum: Quantity(1), granularity: .fractional)

    private var processors: [DeviceReport] {
        let nodes = topology.nodes.filter { !$0.processors.isEmpty }
        let count = nodes.reduce(0) { $0 + $1.processors.count }
        guard !isConfigured, !nodes.isEmpty, Quantity(Int64(count)) == slots[.cpu] else {
            return [single(.cpu, on: nodes)]
        }
        return nodes.map { node in
            DeviceReport(
                id: MachineDevices.name(of: node), slot: .cpu, capacity: Quantity(Int64(node.processors.count)),
                node: node.number, processors: ProcessorList(node.processors).description)
        }
    }

    private var memory: [DeviceReport] {
        let nodes = topology.nodes.filter { $0.memory > 0 }
        let total = slots[.mem].whole
        let sum = nodes.reduce(Int128(0)) { $0 + Int128($1.memory) }
        guard !isConfigured, nodes.count > 1, Quantity(total) == slots[.mem] else {
            return [single(.mem, on: nodes)]
        }
        // What is kept back for the machine is kept back of each node alike; the last one takes what does not divide.
        var rest = total
        return nodes.enumerated().map { index, node in
            let part = Int64(Int128(total) * Int128(node.memory) / sum) / MachineDevices.page * MachineDevices.page
            let given = index == nodes.count - 1 ? rest : part
            rest -= given
            return DeviceReport(
                id: MachineDevices.name(of: node), slot: .mem, capacity: Quantity(given), node: node.number)
        }.filter { $0.capacity > .zero }
    }

    /// All of a slot as one device, on the one node that there is.
    private func single(_ slot: SlotName, on nodes: [MachineTopology.Node] = []) -> DeviceReport {
        guard let node = nodes.first, nodes.count == 1 else {
            return DeviceReport(id: MachineDevices.whole, slot: slot, capacity: slots[slot])
        }
        return DeviceReport(
            id: MachineDevices.name(of: node), slot: slot, capacity: slots[slot], node: node.number,
            processors: slot == .cpu ? ProcessorList(node.processors).description : nil)
    }

    private static func name(of node: MachineTopology.Node) -> DeviceID { DeviceID(rawValue: "node\(node.number)") }
}
