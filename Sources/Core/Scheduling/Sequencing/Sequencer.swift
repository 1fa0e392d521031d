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
    /// Fair share: the owner who has used least for his weight, his sessions first in, first out.
    case fairShare = "fair-share"

    /// Whether owners are compared before their sessions are.
    var ranksOwners: Bool { self == .drf || self == .fairShare }
}

/// How far an owner is behind others: the lowest comes first.
public struct OwnerRank: Sendable, Comparable {
    /// What he holds now.
    public var share: Share
    /// What has been used, less by the hour, of domain, group and user for their weights; empty where that does not count.
    public var usage: [Double]

    /// Ranks an owner.
    public init(share: Share = .none, usage: [Double] = []) {
        self.share = share
        self.usage = usage
    }

    public static func < (left: OwnerRank, right: OwnerRank) -> Bool {
        if left.usage != right.usage { return left.usage.lexicographicallyPrecedes(right.usage) }
        return left.share < right.share
    }
}
