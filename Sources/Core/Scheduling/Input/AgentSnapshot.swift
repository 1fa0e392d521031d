/// One agent that may take sessions, as the scheduler sees it.
///
/// What is held on it is not part of it: that is what ``HeldSession``s say.
public struct AgentSnapshot: Sendable, Equatable {
    /// Which agent.
    public let id: AgentID
    /// Such as `x86_64`.
    public let architecture: String
    /// The scaling group whose sessions it takes.
    public let scalingGroup: String
    /// What it gives amounts of, in the order in which it gives where nothing else decides.
    public let devices: [Device]
    /// The most kernels that it may have; nil for no limit.
    public let maximumKernels: Int?

    /// Describes an agent.
    public init(
        id: AgentID, architecture: String, devices: [Device], maximumKernels: Int? = nil,
        scalingGroup: String = "default"
    ) {
        self.id = id
        self.architecture = architecture
        self.devices = devices
        self.maximumKernels = maximumKernels
        self.scalingGroup = scalingGroup
    }

    /// Describes an agent that tells totals alone: each slot is one device without a name.
    public init(
        id: AgentID, architecture: String, available: ResourceSlots, maximumKernels: Int? = nil,
        scalingGroup: String = "default"
    ) {
        let devices = available.names.map {
            Device(id: DeviceID(rawValue: ""), slot: $0, capacity: available[$0])
        }
        self.init(
            id: id, architecture: architecture, devices: devices, maximumKernels: maximumKernels,
            scalingGroup: scalingGroup)
    }

    /// All that its working devices have.
    public var available: ResourceSlots {
        devices.reduce(into: .none) { sum, device in
            if device.isHealthy { sum[device.slot] = sum[device.slot] + device.capacity }
        }
    }
}
