/// A device as its agent describes it.
public struct DeviceReport: Codable, Sendable, Equatable {
    /// Which device of its agent; a GPU's UUID, never a position, which changes when a neighbour fails.
    public let id: DeviceID
    /// The slot that it gives amounts of.
    public let slot: SlotName
    /// All that it has.
    public let capacity: Quantity
    /// The NUMA node that it is attached to; nil where the machine does not say.
    public let node: Int?
    /// What is printed on it.
    public var model: String?
    /// Its memory in bytes.
    public var memory: Int64?
    /// How many processing units it has.
    public var units: Int?
    /// The processors that it consists of, as a list `0-3,8`.
    public var processors: String?
    /// How it is connected with its neighbours.
    public var links: [DeviceLink]?
    /// Why it does not work; nil while it does.
    public var problem: String?

    /// Describes a device that works.
    public init(
        id: DeviceID, slot: SlotName, capacity: Quantity, node: Int? = nil, model: String? = nil, memory: Int64? = nil,
        units: Int? = nil, processors: String? = nil, links: [DeviceLink]? = nil, problem: String? = nil
    ) {
        self.id = id
        self.slot = slot
        self.capacity = capacity
        self.node = node
        self.model = model
        self.memory = memory
        self.units = units
        self.processors = processors
        self.links = links
        self.problem = problem
    }

    /// What the scheduler makes of it.
    public var device: Device {
        Device(id: id, slot: slot, capacity: capacity, node: node, isHealthy: problem == nil)
    }
}

/// A connection between two devices of one machine, as one of them sees it.
public struct DeviceLink: Codable, Sendable, Equatable {
    /// The other one.
    public let peer: DeviceID
    /// What is between them.
    public let kind: LinkKind

    /// Describes a link.
    public init(peer: DeviceID, kind: LinkKind) {
        self.peer = peer
        self.kind = kind
    }
}

/// What is between two devices, nearest first.
///
/// - SeeAlso: `nvmlGpuTopologyLevel_t` of NVML, which has all but the second.
public enum LinkKind: String, Codable, Sendable, CaseIterable {
    /// They are on one board.
    case board
    /// Links of their own.
    case nvlink
    /// One PCIe switch.
    case single
    /// Several PCIe switches.
    case multiple
    /// A host bridge.
    case bridge
    /// A NUMA node.
    case node
    /// The machine.
    case system
}
