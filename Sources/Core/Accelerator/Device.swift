/// A part of an agent of which amounts are given to kernels: a processor, the memory of a node, a GPU.
///
/// Devices belong to one slot. A GPU that is shared in fractions has the slot `cuda.shares`, a whole one `cuda.device`.
public struct Device: Sendable, Equatable {
    /// Which device of its agent.
    public let id: DeviceID
    /// The slot that it gives amounts of.
    public let slot: SlotName
    /// All that it has.
    public let capacity: Quantity
    /// What kernels hold of it, summed from the allocations table.
    public var occupied: Quantity
    /// The NUMA node that it is attached to; nil where the machine does not say.
    public let node: Int?
    /// Whether it works; a broken device keeps its kernels and takes no more.
    public var isHealthy: Bool

    /// What it could still give: nothing when it is broken, and never less than nothing.
    public var free: Quantity { isHealthy ? max(.zero, capacity - occupied) : .zero }

    /// Describes a device.
    ///
    /// - Parameters:
    ///   - id: Which device of its agent.
    ///   - slot: The slot that it gives amounts of.
    ///   - capacity: All that it has.
    ///   - occupied: What kernels hold of it.
    ///   - node: Its NUMA node; −1, as Linux says of a machine without any, is nil.
    ///   - isHealthy: Whether it works.
    public init(
        id: DeviceID, slot: SlotName, capacity: Quantity, occupied: Quantity = .zero, node: Int? = nil,
        isHealthy: Bool = true
    ) {
        self.id = id
        self.slot = slot
        self.capacity = capacity
        self.occupied = occupied
        self.node = node.flatMap { $0 < 0 ? nil : $0 }
        self.isHealthy = isHealthy
    }
}

/// An amount of one device.
public struct DeviceShare: Codable, Sendable, Equatable {
    /// The slot that the device gives amounts of.
    public let slot: SlotName
    /// Which device of its agent.
    public let device: DeviceID
    /// How much of it; more than nothing.
    public let amount: Quantity

    /// Describes a share.
    public init(slot: SlotName, device: DeviceID, amount: Quantity) {
        self.slot = slot
        self.device = device
        self.amount = amount
    }
}
