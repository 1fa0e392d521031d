/// Who a session belongs to: everybody whose limits it counts against.
public struct SessionHolder: Sendable, Hashable {
    /// The keypair that it was made with.
    public let keypair: AccessKey
    /// The id of the keypair's user.
    public let user: String
    /// The id of its group.
    public let group: String
    /// The name of its domain.
    public let domain: String
    /// Whether the session serves the platform itself: then it counts against nobody's limits.
    public let isPlatform: Bool

    /// Names the holders.
    public init(
        keypair: AccessKey, user: String = "", group: String = "", domain: String = "", isPlatform: Bool = false
    ) {
        self.keypair = keypair
        self.user = user
        self.group = group
        self.domain = domain
        self.isPlatform = isPlatform
    }
}

/// One whose sessions together may hold so much and no more.
public enum LimitScope: Sendable, Hashable {
    /// A keypair, by its policy.
    case keypair(AccessKey)
    /// A user, by the policy of his main keypair.
    case user(String)
    /// A group, by its id.
    case group(String)
    /// A domain, by its name.
    case domain(String)
}

/// The most that a scope's sessions may hold at once.
public struct ScopeLimits: Sendable, Equatable {
    /// The slots that have a limit of their own.
    public var slots: ResourceSlots
    /// The limit of every other slot: ``Quantity/infinity``, or zero for a policy that lists all it gives.
    public var unlisted: Quantity
    /// The most sessions; 0 is no limit.
    public var sessions: Int
    /// What has been used, less by the day, for the scope's weight: fair share takes the lowest first.
    public var usage: Double

    /// No limits at all.
    public static let none = ScopeLimits()

    /// Describes limits.
    public init(
        slots: ResourceSlots = .none, unlisted: Quantity = .infinity, sessions: Int = 0, usage: Double = 0
    ) {
        self.slots = slots
        self.unlisted = unlisted
        self.sessions = sessions
        self.usage = usage
    }

    /// The most of one slot.
    public func limit(of slot: SlotName) -> Quantity { slots.amounts[slot] ?? unlisted }
}
