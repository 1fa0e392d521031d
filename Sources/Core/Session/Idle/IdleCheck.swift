/// What ends sessions that are held for nothing, by its name on the wire.
///
/// - SeeAlso: the checkers in the original's `manager/idle.py`.
public enum IdleCheck: String, Sendable, CaseIterable {
    /// It has run for as long as it may.
    case sessionLifetime = "session_lifetime"
    /// Nobody has used it for some time.
    case networkTimeout = "network_timeout"
    /// It has made little use of what it holds for some time.
    case utilization

    /// What the end of a session by this check is put down to.
    public var reason: StatusReason {
        switch self {
        case .sessionLifetime: .idleSessionLifetime
        case .networkTimeout: .idleTimeout
        case .utilization: .idleUtilization
        }
    }
}
