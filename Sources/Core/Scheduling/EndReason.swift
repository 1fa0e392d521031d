/// Why the scheduler ends a session that runs.
public enum EndReason: Sendable, Equatable {
    /// It has run for as long as it may.
    case timeLimit
    /// Another session, of a higher priority, has its place; it waits again if that is so.
    case preempted(by: SessionID, isRequeued: Bool)

    /// The reason in the wire's words.
    public var status: StatusReason {
        switch self {
        case .timeLimit: .execTimeout
        case .preempted: .preempted
        }
    }

    /// The reason in a sentence.
    public var sentence: String {
        switch self {
        case .timeLimit: "It has run for as long as it may"
        case .preempted: "A session of a higher priority has taken its place"
        }
    }
}
