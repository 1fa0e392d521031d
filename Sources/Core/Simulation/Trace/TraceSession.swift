/// One submission of a trace: what somebody asked for and when, and for how long it would have run.
public struct TraceSession: Sendable, Equatable {
    /// Its name in the trace.
    public var name: String
    /// When it was submitted.
    public var submitted: UnixTime
    /// Who submitted it.
    public var user: String
    /// The group for which.
    public var group: String
    /// The image that its kernels run.
    public var image: String
    /// How many kernels it has, which start together.
    public var kernels: Int
    /// What each kernel asks for.
    public var slots: ResourceSlots
    /// Whether all kernels must be on one agent.
    public var mode: ClusterMode
    /// How long it runs if nothing ends it.
    public var runTime: Duration
    /// The limit that it declares; nil is none.
    public var limit: TimeSpan?
    /// From 0 to 100.
    public var priority: Int
    /// Whether sessions of a higher priority may take its place.
    public var isPreemptible: Bool

    /// Describes a submission.
    public init(
        name: String, submitted: UnixTime, user: String = "user", group: String = "default", image: String = "",
        kernels: Int = 1, slots: ResourceSlots, mode: ClusterMode = .multiNode, runTime: Duration,
        limit: TimeSpan? = nil, priority: Int = PendingSession.usualPriority, isPreemptible: Bool = false
    ) {
        self.name = name
        self.submitted = submitted
        self.user = user
        self.group = group
        self.image = image
        self.kernels = kernels
        self.slots = slots
        self.mode = mode
        self.runTime = runTime
        self.limit = limit
        self.priority = priority
        self.isPreemptible = isPreemptible
    }
}

extension UnixTime {
    /// The span from another moment until this one; negative if this is the earlier one.
    public func since(_ other: UnixTime) -> Duration {
        .seconds(0) + .microseconds(microseconds) - .microseconds(other.microseconds)
    }

    /// So much later; what cannot be counted is ``never``.
    public func adding(_ span: Duration) -> UnixTime {
        let (sum, isTooLate) = microseconds.addingReportingOverflow(span.wholeMicroseconds)
        return isTooLate ? .never : UnixTime(microseconds: sum)
    }
}

extension Duration {
    /// The whole microseconds of what is shorter than 290,000 years.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// As a number of seconds, for statistics.
    var inSeconds: Double { Double(wholeMicroseconds) / 1_000_000 }
}
