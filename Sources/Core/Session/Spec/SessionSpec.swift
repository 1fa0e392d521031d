public import FoundationEssentials

/// What was asked for when a session was created, after the rules have been applied.
public struct SessionSpec: Sendable, Equatable {
    /// Unique among the living sessions of its access key.
    public let name: String
    /// What kind of session it is.
    public let type: SessionType
    /// The canonical image.
    public let image: String
    /// Such as `x86_64`.
    public let architecture: String
    /// What each kernel is given.
    public let requested: ResourceSlots
    /// Bytes of shared memory, charged to the memory slot.
    public let sharedMemory: BinarySize
    /// What user programs find in their environment.
    public let environment: [String: String]
    /// A label of the user's own.
    public let tag: String?
    /// A script that runs before anything else.
    public let bootstrapScript: String?
    /// The command of a batch session.
    public let startupCommand: String?
    /// Ports that the user's own programs will listen at.
    public let preopenPorts: [Int]
    /// When it may start at the earliest; nil is at once.
    public let startsAt: Date?
    /// Who is told of its life.
    public let callback: CallbackURL?
    /// What it asks of the scheduler.
    public let scheduling: SchedulingRequest

    /// Describes a session.
    public init(
        name: String,
        type: SessionType,
        image: String,
        architecture: String,
        requested: ResourceSlots,
        sharedMemory: BinarySize,
        environment: [String: String],
        tag: String? = nil,
        bootstrapScript: String? = nil,
        startupCommand: String? = nil,
        preopenPorts: [Int] = [],
        startsAt: Date? = nil,
        callback: CallbackURL? = nil,
        scheduling: SchedulingRequest = .usual
    ) {
        self.name = name
        self.type = type
        self.image = image
        self.architecture = architecture
        self.requested = requested
        self.sharedMemory = sharedMemory
        self.environment = environment
        self.tag = tag
        self.bootstrapScript = bootstrapScript
        self.startupCommand = startupCommand
        self.preopenPorts = preopenPorts
        self.startsAt = startsAt
        self.callback = callback
        self.scheduling = scheduling
    }
}
