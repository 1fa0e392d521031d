/// The host's user and group ids that one kernel's sandbox is mapped to: 65,536 of each.
public struct IDRange: Hashable, Sendable, Codable, Comparable {
    /// How many ids a range has: all that 16 bits can name, `nobody` included.
    public static let size: UInt32 = 65_536
    /// The user inside that programs run as, and its group.
    public static let workUser: UInt32 = 1000

    /// What the sandbox's id 0 is on the host.
    public let base: UInt32

    /// The range from `base` on.
    public init(base: UInt32) {
        self.base = base
    }

    /// The sandbox's root, as the host sees it.
    public var root: UInt32 { base }
    /// The sandbox's user 1000, as the host sees it.
    public var work: UInt32 { base + Self.workUser }

    /// Whether the ranges share an id.
    func overlaps(_ ids: ClosedRange<UInt64>) -> Bool {
        ids.overlaps(UInt64(base)...UInt64(base) + UInt64(Self.size) - 1)
    }

    public static func < (left: Self, right: Self) -> Bool { left.base < right.base }
}
