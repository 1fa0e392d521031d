/// One session that holds resources, from its placement until its last kernel's are free.
public struct HeldSession: Sendable, Equatable {
    /// What one of its kernels holds.
    public struct Kernel: Sendable, Equatable {
        /// Which kernel.
        public let kernel: KernelID
        /// Where it is.
        public let agent: AgentID
        /// The devices that it has parts of.
        public let shares: [DeviceShare]
        /// The number that the scheduler has given to the agent.
        var number: Int

        public static func == (left: Kernel, right: Kernel) -> Bool {
            left.kernel == right.kernel && left.agent == right.agent && left.shares == right.shares
        }

        /// Describes what a kernel holds.
        public init(kernel: KernelID, agent: AgentID, shares: [DeviceShare]) {
            self.init(kernel: kernel, agent: agent, shares: shares, number: -1)
        }

        init(kernel: KernelID, agent: AgentID, shares: [DeviceShare], number: Int) {
            self.kernel = kernel
            self.agent = agent
            self.shares = shares
            self.number = number
        }
    }

    let identity: SessionIdentity
    /// The kernels that still hold something.
    public internal(set) var kernels: [Kernel]
    /// When it was placed.
    public let since: UnixTime
    /// When it has ended at the latest; ``UnixTime/never`` where nothing ends it.
    public let endsBy: UnixTime
    /// Whether it has been told to end.
    public internal(set) var isEnding: Bool

    /// Which session.
    public var id: SessionID { identity.id }
    /// Whose limits it counts against.
    public var holder: SessionHolder { identity.holder }
    /// The scaling group that it was placed in.
    public var scalingGroup: String { identity.scalingGroup }
    /// From 0 to 100.
    public var priority: Int { identity.priority }
    /// Whether sessions of a higher priority may take its place.
    public var isPreemptible: Bool { identity.isPreemptible }

    /// Describes a session that holds resources.
    public init(
        id: SessionID, holder: SessionHolder, kernels: [Kernel], scalingGroup: String = "default",
        priority: Int = PendingSession.usualPriority, since: UnixTime = UnixTime(microseconds: 0),
        endsBy: UnixTime = .never, isPreemptible: Bool = false, isEnding: Bool = false
    ) {
        identity = SessionIdentity(
            id: id, holder: holder, scalingGroup: scalingGroup, priority: priority, isPreemptible: isPreemptible)
        self.kernels = kernels
        self.since = since
        self.endsBy = endsBy
        self.isEnding = isEnding
    }

    /// What a session that waited holds.
    init(_ identity: SessionIdentity, kernels: [Kernel], since: UnixTime, endsBy: UnixTime) {
        self.identity = identity
        self.kernels = kernels
        self.since = since
        self.endsBy = endsBy
        isEnding = false
    }
}
