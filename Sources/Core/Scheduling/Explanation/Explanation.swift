/// Why one session waits, who is in its way, and what would let it start now.
///
/// It describes one moment: nothing in it is a promise but ``start``.
public struct Explanation: Sendable, Equatable {
    /// One session that holds something of what another one waits for.
    public struct Holder: Sendable, Equatable {
        /// The session.
        public let session: SessionID
        /// What it holds where that binds.
        public let slots: ResourceSlots
        /// When it has ended at the latest; ``UnixTime/never`` where it has no limit.
        public let endsBy: UnixTime
    }

    /// The session.
    public let session: SessionID
    /// The one constraint that binds; nil when none does, and the session starts with the next cycle.
    public let reason: WaitReason?
    /// How many sessions of its scaling group have their turn before it; nil while it waits for its time or for others.
    public let position: Int?
    /// How many sessions of its scaling group wait for their turn.
    public let waiting: Int
    /// Those that hold what it needs, the one that ends first in front; not more than ``mostHolders``.
    public let holders: [Holder]
    /// The session for which room is kept, if that is what binds.
    public let keptFor: SessionID?
    /// When it starts at the latest by the limits of what runs; nil where nothing is kept for it, or no limit is known.
    public let start: UnixTime?
    /// Each of these, alone, would let it start now; the smallest in front.
    public let changes: [RequestChange]

    /// How many holders are named at most.
    public static let mostHolders = 8
}
