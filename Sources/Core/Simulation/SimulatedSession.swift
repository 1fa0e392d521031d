/// What has become of one submission.
public struct SimulatedSession: Sendable, Equatable {
    /// How it ended.
    public enum Outcome: Sendable, Equatable {
        /// It ran for as long as it wanted.
        case finished
        /// It was ended at its limit.
        case atLimit
        /// Another session got its place.
        case preempted
        /// It never started, and waited for too long.
        case givenUp
    }

    /// How often it started.
    public internal(set) var starts = 0
    /// When it started last; nil when it never did.
    public internal(set) var started: UnixTime?
    /// When it ended.
    public internal(set) var ended: UnixTime?
    /// How; nil while it waits or runs.
    public internal(set) var outcome: Outcome?
    /// Whether it started while room was kept for one that had been submitted earlier.
    public internal(set) var hasPassed = false

    var isRunning: Bool { starts > 0 && outcome == nil }
}

/// A time for which a submission held what it had asked for.
struct SimulatedRun: Sendable {
    let index: Int
    let times: Range<UnixTime>
}
