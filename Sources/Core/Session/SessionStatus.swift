/// Where a session stands, as the wire says it.
///
/// - SeeAlso: `SessionStatus` in the original's `manager/models/session.py`, whose transitions ``allows(_:)`` keeps.
public enum SessionStatus: String, Sendable, Codable, CaseIterable {
    case pending = "PENDING"
    case scheduled = "SCHEDULED"
    case pulling = "PULLING"
    case preparing = "PREPARING"
    case running = "RUNNING"
    case restarting = "RESTARTING"
    case runningDegraded = "RUNNING_DEGRADED"
    case terminating = "TERMINATING"
    case terminated = "TERMINATED"
    case error = "ERROR"
    case cancelled = "CANCELLED"

    /// Whether nothing follows.
    public var isFinal: Bool { self == .terminated || self == .cancelled }

    /// Whether the session holds its name: everything but the final ones.
    public var isAlive: Bool { !isFinal }

    /// Whether code can be run in it.
    public var acceptsCode: Bool { self == .running || self == .runningDegraded }

    /// Whether `next` may follow.
    public func allows(_ next: SessionStatus) -> Bool {
        switch self {
        case .pending: [.scheduled, .terminating, .terminated, .error, .cancelled].contains(next)
        case .scheduled: [.pulling, .preparing, .terminating, .terminated, .error, .cancelled].contains(next)
        case .pulling: [.preparing, .running, .runningDegraded, .terminated, .error, .cancelled].contains(next)
        case .preparing:
            [.pulling, .running, .runningDegraded, .terminating, .terminated, .error, .cancelled].contains(next)
        case .running: [.restarting, .runningDegraded, .terminating, .terminated, .error].contains(next)
        case .restarting: [.running, .runningDegraded, .terminating, .terminated, .error].contains(next)
        case .runningDegraded: [.running, .terminating, .terminated, .error].contains(next)
        case .terminating: [.terminated, .error, .cancelled].contains(next)
        case .error: next == .terminated
        case .terminated, .cancelled: false
        }
    }
}

/// Where a kernel stands; the same words as a session's, for the states that kernels have.
public typealias KernelStatus = SessionStatus

extension SessionStatus {
    /// The session's status, derived from its main kernel's and the others'.
    public static func derived(main: KernelStatus, others: some Sequence<KernelStatus>) -> SessionStatus {
        switch main {
        case .running:
            for other in others {
                switch other {
                case .pulling, .preparing: return other
                case .terminating, .error, .terminated: return .runningDegraded
                default: continue
                }
            }
            return .running
        case .terminated:
            if others.contains(where: { !$0.isFinal && $0 != .error }) { return .terminating }
            return others.contains(.error) ? .error : .terminated
        default: return main
        }
    }
}

/// What kind of session it is; lower case on the wire, upper case in GraphQL.
public enum SessionType: String, Sendable, Codable, CaseIterable {
    case interactive
    case batch
    case inference
    case system
}

/// Whether a session's kernels share one agent.
public enum ClusterMode: String, Sendable, Codable, CaseIterable {
    case singleNode = "single-node"
    case multiNode = "multi-node"
}

/// How a session's task ended; undefined for interactive ones.
public enum SessionResult: String, Sendable, Codable, CaseIterable {
    case undefined
    case success
    case failure
}
