/// One waiting session as the scheduler sees it.
public struct PendingSession: Sendable, Equatable {
    let identity: SessionIdentity
    /// What its kernels ask for, the main one first; they start together or not at all.
    public let kernels: [KernelRequest]
    /// Whether all its kernels must be on one agent.
    public let mode: ClusterMode
    /// When it began to wait.
    public let since: UnixTime
    /// When it may start at the earliest; nil is at once.
    public let startsAt: UnixTime?
    /// What must have ended in success before.
    public let dependencies: [SessionDependency]
    /// The seconds after which it is ended if it still runs: the smaller of its own limit and the policy's; nil is no
    /// limit.
    public let timeLimit: Int64?

    /// Which session.
    public var id: SessionID { identity.id }
    /// Whose limits it counts against.
    public var holder: SessionHolder { identity.holder }
    /// The scaling group whose agents it may run on.
    public var scalingGroup: String { identity.scalingGroup }
    /// From 0 to 100; the higher comes first.
    public var priority: Int { identity.priority }
    /// Whether sessions of a higher priority may take its place once it runs.
    public var isPreemptible: Bool { identity.isPreemptible }

    /// The priority of sessions that ask for none.
    public static let usualPriority = 10

    /// Describes a waiting session.
    public init(
        id: SessionID, holder: SessionHolder, kernels: [KernelRequest], mode: ClusterMode = .singleNode,
        scalingGroup: String = "default", priority: Int = PendingSession.usualPriority,
        since: UnixTime = UnixTime(microseconds: 0), startsAt: UnixTime? = nil,
        dependencies: [SessionDependency] = [], timeLimit: Int64? = nil, isPreemptible: Bool = false
    ) {
        identity = SessionIdentity(
            id: id, holder: holder, scalingGroup: scalingGroup, priority: priority, isPreemptible: isPreemptible)
        self.kernels = kernels
        self.mode = mode
        self.since = since
        self.startsAt = startsAt
        self.dependencies = dependencies
        self.timeLimit = timeLimit
    }

    /// What its kernels ask for together.
    public var requested: ResourceSlots { kernels.reduce(.none) { $0 + $1.slots } }
}
