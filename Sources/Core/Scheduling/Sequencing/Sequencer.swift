/// Who of those that wait in a scaling group comes next.
///
/// Sessions of a higher priority always come before others; the sequencer orders those of the same.
public enum Sequencer: String, Sendable, Codable, CaseIterable {
    /// First in, first out.
    case fifo
    /// Last in, first out.
    case lifo
    /// Dominant resource fairness: the owner with the smallest dominant share, his sessions first in, first out.
    case drf
    /// Fair share: the owner who has used least of late, and of those the one who holds least, his sessions first in,
    /// first out.
    case fairShare = "fair-share"

    /// Whether owners are compared before their sessions are.
    var ranksOwners: Bool { self == .drf || self == .fairShare }
}

/// How far an owner is behind others: the lowest comes first.
public struct OwnerRank: Sendable, Comparable {
    /// What he holds now.
    public var share: Share
    /// What his domain has used, less by the day, for its weight; 0 where that does not count.
    public var domainUsage: Double
    /// What his group has used.
    public var groupUsage: Double
    /// What he has used himself.
    public var userUsage: Double

    /// Of one who has nothing and has used nothing.
    public static let none = OwnerRank()

    /// Ranks an owner.
    public init(
        share: Share = .none, domainUsage: Double = 0, groupUsage: Double = 0, userUsage: Double = 0
    ) {
        self.share = share
        self.domainUsage = domainUsage
        self.groupUsage = groupUsage
        self.userUsage = userUsage
    }

    public static func < (left: OwnerRank, right: OwnerRank) -> Bool {
        if left.domainUsage != right.domainUsage { return left.domainUsage < right.domainUsage }
        if left.groupUsage != right.groupUsage { return left.groupUsage < right.groupUsage }
        if left.userUsage != right.userUsage { return left.userUsage < right.userUsage }
        return left.share < right.share
    }
}
