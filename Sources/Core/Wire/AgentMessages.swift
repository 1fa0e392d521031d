/// What an agent says of itself when a manager dials it: `GET /node`.
public struct NodeReport: Codable, Sendable, Equatable {
    /// Its name.
    public let agent: AgentID
    /// The product's version; manager and agent of one stack agree on it.
    public let version: String
    /// Changes with each start of the agent, so that its event numbers are not mixed up.
    public let epoch: String
    /// Such as `x86_64`.
    public let architecture: String
    /// What the scheduler may give away.
    public let available: ResourceSlots
    /// How each slot is counted.
    public let slotTypes: [SlotName: SlotType]
    /// The images it can run.
    public let images: [ImageReport]
    /// Its devices, which ``available`` is the sum of; nil for an agent that knows totals alone.
    public let devices: DeviceInventory?

    /// Describes a node.
    public init(
        agent: AgentID,
        version: String,
        epoch: String,
        architecture: String,
        available: ResourceSlots,
        slotTypes: [SlotName: SlotType],
        images: [ImageReport],
        devices: DeviceInventory? = nil
    ) {
        self.agent = agent
        self.version = version
        self.epoch = epoch
        self.architecture = architecture
        self.available = available
        self.slotTypes = slotTypes
        self.images = images
        self.devices = devices
    }
}

extension NodeReport {
    /// The same node with other images.
    public func with(images: [ImageReport]) -> NodeReport {
        NodeReport(
            agent: agent, version: version, epoch: epoch, architecture: architecture, available: available,
            slotTypes: slotTypes, images: images, devices: devices)
    }

    /// The same node with other devices.
    public func with(devices: DeviceInventory) -> NodeReport {
        NodeReport(
            agent: agent, version: version, epoch: epoch, architecture: architecture, available: devices.available,
            slotTypes: devices.slotTypes, images: images, devices: devices)
    }
}

/// One image that an agent can run.
public struct ImageReport: Codable, Sendable, Equatable {
    /// `local/python:3.11`.
    public let name: String
    /// Such as `x86_64`.
    public let architecture: String
    /// The labels, as on any image of the original.
    public let labels: [String: String]

    /// Describes an image.
    public init(name: String, architecture: String, labels: [String: String]) {
        self.name = name
        self.architecture = architecture
        self.labels = labels
    }
}

/// What an agent needs to start a kernel: `PUT /kernels/{id}`.
///
/// Can be repeated.
public struct KernelSpec: Codable, Sendable, Equatable {
    /// Which kernel.
    public let kernel: KernelID
    /// The session it belongs to.
    public let session: SessionID
    /// The session's name, for labels and the environment.
    public let sessionName: String
    /// Who owns the session.
    public let accessKey: AccessKey
    /// The canonical image.
    public let image: String
    /// What it was allocated.
    public let slots: ResourceSlots
    /// Of which devices that is; nil for a manager that does not know.
    public let devices: [DeviceShare]?
    /// Bytes of /dev/shm.
    public let sharedMemory: Int64
    /// The user's environment.
    public let environment: [String: String]
    /// The name the sandbox sees as its host's.
    public let hostname: String
    /// Its place among the kernels of its session; nil for one that is alone.
    public let cluster: ClusterPlace?
    /// A shell script that is run before any code.
    public let bootstrapScript: String?
    /// The shell command of a batch session: the kernel ends with it.
    public let startupCommand: String?
    /// Files that the user's home begins with; nil for none.
    public let dotfiles: [Dotfile]?

    /// Describes a kernel to be.
    public init(
        kernel: KernelID,
        session: SessionID,
        sessionName: String,
        accessKey: AccessKey,
        image: String,
        slots: ResourceSlots,
        devices: [DeviceShare]? = nil,
        sharedMemory: Int64,
        environment: [String: String],
        hostname: String,
        cluster: ClusterPlace? = nil,
        bootstrapScript: String? = nil,
        startupCommand: String? = nil,
        dotfiles: [Dotfile]? = nil
    ) {
        self.kernel = kernel
        self.session = session
        self.sessionName = sessionName
        self.accessKey = accessKey
        self.image = image
        self.slots = slots
        self.devices = devices
        self.sharedMemory = sharedMemory
        self.environment = environment
        self.hostname = hostname
        self.cluster = cluster
        self.bootstrapScript = bootstrapScript
        self.startupCommand = startupCommand
        self.dotfiles = dotfiles
    }
}

/// Where a kernel stands on its agent.
public enum KernelPhase: String, Codable, Sendable {
    /// Its sandbox is being made.
    case starting
    /// Its runner runs.
    case running
    /// It is being taken down.
    case stopping
    /// Nothing of it is left but its exit code and its log.
    case stopped
}

/// One kernel as its agent sees it: `GET /kernels`.
public struct KernelReport: Codable, Sendable, Equatable {
    /// Which kernel.
    public let kernel: KernelID
    /// Its session.
    public let session: SessionID
    /// Where it stands.
    public let phase: KernelPhase
    /// The container's name at the runtime, once there is one.
    public let container: String?
    /// Why it stopped, once it has.
    public let reason: StatusReason?
    /// How its process 1 ended, once it has.
    public let exitCode: Int?
    /// A sentence about a failure.
    public let message: String?
    /// The last statistics.
    public let statistics: KernelStatistics?
    /// How often it has been restarted; nil is never.
    public let generation: Int?

    /// Describes a kernel.
    public init(
        kernel: KernelID,
        session: SessionID,
        phase: KernelPhase,
        container: String? = nil,
        reason: StatusReason? = nil,
        exitCode: Int? = nil,
        message: String? = nil,
        statistics: KernelStatistics? = nil,
        generation: Int? = nil
    ) {
        self.kernel = kernel
        self.session = session
        self.phase = phase
        self.container = container
        self.reason = reason
        self.exitCode = exitCode
        self.message = message
        self.statistics = statistics
        self.generation = generation
    }
}

/// How often a kernel is to have been restarted: `POST /kernels/{id}/restart`.
///
/// A number and not a wish, so that an order that is given twice is carried out once.
public struct RestartOrder: Codable, Sendable, Equatable {
    /// Counted from 1.
    public let generation: Int

    /// An order with its number.
    public init(generation: Int) {
        self.generation = generation
    }
}

/// Why a kernel is to be stopped: `DELETE /kernels/{id}`.
public struct StopOrder: Codable, Sendable, Equatable {
    /// What the kernel's end is put down to.
    public let reason: StatusReason

    /// An order with its reason.
    public init(reason: StatusReason) {
        self.reason = reason
    }
}

/// Something that happened on an agent: one line of `GET /events?after=N`, as JSON.
public struct AgentEvent: Codable, Sendable, Equatable {
    /// Rises by one within an epoch, from 1.
    public let number: Int
    /// What a kernel is like now, if it is about one.
    public let kernel: KernelReport?
    /// What the agent's devices are now, if some of them have changed.
    public let devices: DeviceInventory?

    /// An event with its number.
    public init(number: Int, kernel: KernelReport? = nil, devices: DeviceInventory? = nil) {
        self.number = number
        self.kernel = kernel
        self.devices = devices
    }
}

/// An agent's refusal of a request.
public struct AgentProblem: Codable, Sendable, Equatable, Error {
    /// What kind of failure, for code.
    public let code: String
    /// What happened, for people.
    public let message: String

    /// A failure with its sentence.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
