/// What a session asks of the scheduler beside resources.
public struct SchedulingRequest: Sendable, Equatable {
    /// The priorities that there are.
    public static let priorities = 0...100

    /// One of ``priorities``: the higher comes first.
    public var priority: Int
    /// How long it may hold resources; nil is as long as its owner's policy allows.
    public var timeLimit: TimeSpan?
    /// Whether a session of a higher priority may take its place, where the scaling group allows that.
    public var isPreemptible: Bool

    /// Asks for what every session gets.
    public static let usual = SchedulingRequest()

    /// Asks for something of the scheduler.
    public init(
        priority: Int = PendingSession.usualPriority, timeLimit: TimeSpan? = nil, isPreemptible: Bool = false
    ) {
        self.priority = priority
        self.timeLimit = timeLimit
        self.isPreemptible = isPreemptible
    }
}
