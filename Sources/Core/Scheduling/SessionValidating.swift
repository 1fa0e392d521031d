public import FoundationEssentials

/// Says of one waiting session whether it may be placed at all, whatever room there is.
public protocol SessionValidating: Sendable {
    /// What stands against the session.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - now: The moment of the cycle.
    /// - Returns: The verdict, for this cycle alone.
    func verdict(on session: PendingSession, at now: Date) -> SessionVerdict
}

/// Whether a session may be placed.
public enum SessionVerdict: Sendable, Equatable {
    /// Nothing stands against it.
    case ready
    /// Not yet.
    case waits(WaitReason)
    /// Never.
    case impossible(CancelReason)
}

/// Why a waiting session is given up.
public enum CancelReason: Sendable, Equatable {
    /// These sessions, which it depends on, have ended without success.
    case dependencyFailed([String])

    /// The reason in the wire's words.
    public var status: StatusReason { .dependencyFailed }

    /// The reason in a sentence.
    public var sentence: String {
        switch self {
        case .dependencyFailed(let names):
            "Dependency sessions ended without success (\(names.joined(separator: ", ")))"
        }
    }
}
