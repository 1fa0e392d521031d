/// One waiting session as the scheduler sees it.
public struct PendingSession: Sendable, Equatable {
    /// Which session.
    public let id: SessionID
    /// Whose limits it counts against.
    public let holder: SessionHolder
    /// What its kernels ask for, the main one first; they start together or not at all.
    public let kernels: [KernelRequest]
    /// Whether all its kernels must be on one agent.
    public let mode: ClusterMode
    /// The scaling group whose agents it may run on.
    public let scalingGroup: String
    /// From 0 to 100; the higher comes first.
    public let priority: Int
    /// When it began to wait.
    public let since: UnixTime
    /// When it may start at the earliest; nil is at once.
    public let startsAt: UnixTime?
    /// What must have ended in success before.
    public let dependencies: [SessionDependency]
    /// The seconds after which it is ended if it still runs: the smaller of its own limit and the policy's; nil is no
    /// limit.
    public let timeLimit: Int64?
    /// Whether sessions of a higher priority may take its place once it runs.
    public let isPreemptible: Bool

    /// The priority of sessions that ask for none.
    public static let usualPriority = 10

    /// Describes a waiting session.
    public init(
        id: SessionID, holder: SessionHolder, kernels: [KernelRequest], mode: ClusterMode = .singleNode,
        scalingGroup: String = "default", priority: Int = PendingSession.usualPriority,
        since: UnixTime = UnixTime(microseconds: 0), startsAt: UnixTime? = nil,
        dependencies: [SessionDependency] = [], timeLimit: Int64? = nil, isPreemptible: Bool = false
    ) {
        self.id = id
        self.holder = holder
        self.kernels = kernels
        self.mode = mode
        self.scalingGroup = scalingGroup
        self.priority = priority
        self.since = since
        self.startsAt = startsAt
        self.dependencies = dependencies
        self.timeLimit = timeLimit
        self.isPreemptible = isPreemptible
    }

    /// What its kernels ask for together.
    public var requested: ResourceSlots { kernels.reduce(.none) { $0 + $1.slots } }
}
