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

        /// Describes what a kernel holds.
        public init(kernel: KernelID, agent: AgentID, shares: [DeviceShare]) {
            self.kernel = kernel
            self.agent = agent
            self.shares = shares
        }
    }

    /// Which session.
    public let id: SessionID
    /// Whose limits it counts against.
    public let holder: SessionHolder
    /// The kernels that still hold something.
    public let kernels: [Kernel]
    /// The scaling group that it was placed in.
    public let scalingGroup: String
    /// From 0 to 100.
    public let priority: Int
    /// When it was placed.
    public let since: UnixTime
    /// When it has ended at the latest; ``UnixTime/never`` where nothing ends it.
    public let endsBy: UnixTime
    /// Whether sessions of a higher priority may take its place.
    public let isPreemptible: Bool
    /// Whether it has been told to end.
    public internal(set) var isEnding: Bool

    /// Describes a session that holds resources.
    public init(
        id: SessionID, holder: SessionHolder, kernels: [Kernel], scalingGroup: String = "default",
        priority: Int = PendingSession.usualPriority, since: UnixTime = UnixTime(microseconds: 0),
        endsBy: UnixTime = .never, isPreemptible: Bool = false, isEnding: Bool = false
    ) {
        self.id = id
        self.holder = holder
        self.kernels = kernels
        self.scalingGroup = scalingGroup
        self.priority = priority
        self.since = since
        self.endsBy = endsBy
        self.isPreemptible = isPreemptible
        self.isEnding = isEnding
    }
}
