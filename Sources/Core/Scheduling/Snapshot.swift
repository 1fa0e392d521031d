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
    /// The moment it was gathered.
    public var now: Date

    /// Gathers a snapshot.
    public init(
        agents: [AgentSnapshot], pending: [PendingSession], owners: [AccessKey: OwnerSnapshot],
        now: Date = .distantPast
    ) {
        self.agents = agents
        self.pending = pending
        self.owners = owners
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

    /// What it could still give.
    public var remaining: ResourceSlots { available - occupied }

    /// Describes an agent.
    public init(id: AgentID, architecture: String, available: ResourceSlots, occupied: ResourceSlots) {
        self.id = id
        self.architecture = architecture
        self.available = available
        self.occupied = occupied
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
    /// When it may start at the earliest; nil is at once.
    public let startsAt: Date?
    /// What must have ended in success before.
    public let dependencies: [SessionDependency]

    /// Describes a waiting session.
    public init(
        id: SessionID, kernel: KernelID, owner: AccessKey, requested: ResourceSlots, architecture: String,
        startsAt: Date? = nil, dependencies: [SessionDependency] = []
    ) {
        self.id = id
        self.kernel = kernel
        self.owner = owner
        self.requested = requested
        self.architecture = architecture
        self.startsAt = startsAt
        self.dependencies = dependencies
    }
}

/// An owner's limits and what they use already.
public struct OwnerSnapshot: Sendable, Equatable {
    /// The most sessions at once; 0 is no limit.
    public let maximumSessions: Int
    /// The most of each slot at once.
    public let limits: ResourceSlots
    /// Sessions that hold resources now.
    public var sessions: Int
    /// What they hold.
    public var occupied: ResourceSlots

    /// Describes an owner.
    public init(maximumSessions: Int, limits: ResourceSlots, sessions: Int, occupied: ResourceSlots) {
        self.maximumSessions = maximumSessions
        self.limits = limits
        self.sessions = sessions
        self.occupied = occupied
    }
}
