/// Why a waiting session is given up.
public enum CancelReason: Sendable, Equatable {
    /// These sessions, which it depends on, have ended without success.
    case dependencyFailed([String])
    /// It has waited for as many seconds as sessions may in its scaling group.
    case pendingTimeout(Int64)

    /// The reason in the wire's words.
    public var status: StatusReason {
        switch self {
        case .dependencyFailed: .dependencyFailed
        case .pendingTimeout: .pendingTimeout
        }
    }

    /// The reason in a sentence.
    public var sentence: String {
        switch self {
        case .dependencyFailed(let names):
            "Dependency sessions ended without success (\(names.joined(separator: ", ")))"
        case .pendingTimeout(let seconds): "It found no room within \(seconds) seconds"
        }
    }
}
