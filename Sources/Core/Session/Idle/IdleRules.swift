/// Which idle checks there are, and how strict they are where a policy says nothing else.
public struct IdleRules: Sendable, Equatable {
    /// The checks that are carried out; ``IdleCheck/sessionLifetime`` always is.
    public var checks: Set<IdleCheck>
    /// The seconds for which nobody may use a session; 0 is as many as they like.
    ///
    /// A policy's own number comes first.
    public var networkTimeout: Int64
    /// The seconds that a stream to a service of a session counts as use without a byte passing.
    public var streamPatience: Int64
    /// The seconds after a user's making within which nothing of theirs ends.
    public var userGrace: Int64
    /// How many seconds before its end a session is warned of it; 0 is not at all.
    public var warning: Int64
    /// What counts as making use.
    public var utilization: UtilizationRules

    /// Describes the checks.
    public init(
        checks: Set<IdleCheck> = [.networkTimeout], networkTimeout: Int64 = 600, streamPatience: Int64 = 300,
        userGrace: Int64 = 0, warning: Int64 = 60, utilization: UtilizationRules = UtilizationRules()
    ) {
        self.checks = checks.union([.sessionLifetime])
        self.networkTimeout = networkTimeout
        self.streamPatience = streamPatience
        self.userGrace = userGrace
        self.warning = warning
        self.utilization = utilization
    }

    /// The seconds before its end at which something that lasts for `span` seconds is warned of: no more than half of it.
    public func lead(of span: Int64) -> Int64 { min(warning, span / 2) }
}

/// What counts as making use of what a session holds.
public struct UtilizationRules: Sendable, Equatable {
    /// How the metrics are put together.
    public enum Operator: String, Sendable, CaseIterable {
        /// A session ends when each of them is under its threshold.
        case and
        /// A session ends when any of them is.
        case or
    }

    /// The seconds over which averages are taken; 0 is no check.
    ///
    /// A policy's own number comes first.
    public var window: Int64
    /// The seconds between two samples.
    public var interval: Int64
    /// The seconds that a session has before anything is measured.
    public var initialGrace: Int64
    /// How the metrics are put together.
    public var condition: Operator
    /// The averages below which a metric counts as unused.
    public var thresholds: [UtilizationMetric: Percentage]

    /// Describes what counts as use.
    public init(
        window: Int64 = 600, interval: Int64 = 15, initialGrace: Int64 = 300, condition: Operator = .and,
        thresholds: [UtilizationMetric: Percentage] = [:]
    ) {
        self.window = window
        self.interval = interval
        self.initialGrace = initialGrace
        self.condition = condition
        self.thresholds = thresholds
    }

    /// How many samples an average is taken of.
    func samples(in window: Int64) -> Int { Int(clamping: window / max(interval, 1)) }
}
