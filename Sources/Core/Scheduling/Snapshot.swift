public import FoundationEssentials

/// Everything one scheduling cycle may look at.
///
/// Gathered in one transaction; a cycle reads nothing else.
public struct Snapshot: Sendable, Equatable {
    /// The agents that may take sessions.
    public var agents: [AgentSnapshot]
    /// The sessions that wait, in the order they were enqueued.
    public var pending: [PendingSession]
    /// The owners of waiting sessions.
    public var owners: [AccessKey: OwnerSnapshot]
    /// The groups that waiting sessions belong to, by id; one that is absent has no limits.
    public var groups: [String: Quota]
    /// The domains that waiting sessions belong to, by name; one that is absent has no limits.
    public var domains: [String: Quota]
    /// The moment it was gathered.
    public var now: Date

    /// Gathers a snapshot.
    public init(
        agents: [AgentSnapshot], pending: [PendingSession], owners: [AccessKey: OwnerSnapshot],
        groups: [String: Quota] = [:], domains: [String: Quota] = [:], now: Date = .distantPast
    ) {
        self.agents = agents
        self.pending = pending
        self.owners = owners
        self.groups = groups
        self.domains = domains
        self.now = now
    }
}

/// One agent as a cycle sees it.
public struct AgentSnapshot: Sendable, Equatable {
    /// Which agent.
    public let id: AgentID
    /// Such as `x86_64`.
    public let architecture: String
    /// Everything it has.
    public let available: ResourceSlots
    /// What is allocated on it, summed from the allocations table.
    public var occupied: ResourceSlots
    /// The number of kernels on it.
    public var kernels: Int
    /// The most kernels that it may have; nil for no limit.
    public let maximumKernels: Int?
    /// The scaling group whose sessions it takes.
    public let scalingGroup: String

    /// What it could still give.
    public var remaining: ResourceSlots { available - occupied }

    /// Whether it may have one kernel more.
    public var takesMore: Bool { maximumKernels.map { kernels < $0 } ?? true }

    /// Describes an agent.
    public init(
        id: AgentID, architecture: String, available: ResourceSlots, occupied: ResourceSlots, kernels: Int = 0,
        maximumKernels: Int? = nil, scalingGroup: String = "default"
    ) {
        self.id = id
        self.architecture = architecture
        self.available = available
        self.occupied = occupied
        self.kernels = kernels
        self.maximumKernels = maximumKernels
        self.scalingGroup = scalingGroup
    }
}

/// One waiting session as a cycle sees it.
public struct PendingSession: Sendable, Equatable {
    /// Which session.
    public let id: SessionID
    /// Its only kernel; sessions of several kernels are not scheduled yet.
    public let kernel: KernelID
    /// Who owns it.
    public let owner: AccessKey
    /// What its kernel asks for.
    public let requested: ResourceSlots
    /// Such as `x86_64`.
    public let architecture: String
    /// The id of the group it belongs to.
    public let group: String
    /// The domain it belongs to.
    public let domain: String
    /// The scaling group whose agents it may run on.
    public let scalingGroup: String
    /// When it may start at the earliest; nil is at once.
    public let startsAt: Date?
    /// What must have ended in success before.
    public let dependencies: [SessionDependency]

    /// Describes a waiting session.
    public init(
        id: SessionID, kernel: KernelID, owner: AccessKey, requested: ResourceSlots, architecture: String,
        group: String = "", domain: String = "", scalingGroup: String = "default", startsAt: Date? = nil,
        dependencies: [SessionDependency] = []
    ) {
        self.id = id
        self.kernel = kernel
        self.owner = owner
        self.requested = requested
        self.architecture = architecture
        self.group = group
        self.domain = domain
        self.scalingGroup = scalingGroup
        self.startsAt = startsAt
        self.dependencies = dependencies
    }
}

/// An owner's limits and what they use already.
public struct OwnerSnapshot: Sendable, Equatable {
    /// The most sessions at once; 0 is no limit.
    public let maximumSessions: Int
    /// Sessions that hold resources now.
    public var sessions: Int
    /// The most of each slot at once, and what is held.
    public var quota: Quota

    /// Describes an owner.
    public init(
        maximumSessions: Int, limits: ResourceSlots, sessions: Int, occupied: ResourceSlots,
        unlisted: Quantity = .infinity
    ) {
        self.maximumSessions = maximumSessions
        self.sessions = sessions
        quota = Quota(limits: limits, unlisted: unlisted, occupied: occupied)
    }

    /// The most of each slot that has a limit.
    public var limits: ResourceSlots { quota.limits }
    /// What the sessions hold.
    public var occupied: ResourceSlots { quota.occupied }
}
