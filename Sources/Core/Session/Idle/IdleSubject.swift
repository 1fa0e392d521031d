/// What idle checks go by: a session that runs, with its owner's policy.
public struct IdleSubject: Sendable, Equatable {
    /// When a session was used.
    public enum Access: Sendable, Equatable {
        /// Code runs in it.
        case busy
        /// Up to then; later than now while a stream counts as use.
        case until(UnixTime)
    }

    /// What kind of session it is.
    public var type: SessionType
    /// Since when it has held resources.
    public var begun: UnixTime
    /// When its owner's account was made.
    public var userCreated: UnixTime
    /// The seconds of the policy for both idle checks: 0 is no end, less than 0 leaves them to the rules.
    public var policyTimeout: Int64
    /// The seconds that it may hold resources; nil is no end.
    public var lifetime: Int64?
    /// What its end is put down to then: its own limit or its owner's policy.
    public var lifetimeReason: StatusReason
    /// The kinds of slots that it holds something of.
    public var slotKinds: Set<String>
    /// Whether an administrator has said that it is left alone.
    public var isExempt: Bool

    /// Describes a session.
    public init(
        type: SessionType = .interactive, begun: UnixTime, userCreated: UnixTime, policyTimeout: Int64 = -1,
        lifetime: Int64? = nil, lifetimeReason: StatusReason = .idleSessionLifetime,
        slotKinds: Set<String> = ["cpu", "mem"], isExempt: Bool = false
    ) {
        self.type = type
        self.begun = begun
        self.userCreated = userCreated
        self.policyTimeout = policyTimeout
        self.lifetime = lifetime
        self.lifetimeReason = lifetimeReason
        self.slotKinds = slotKinds
        self.isExempt = isExempt
    }
}
