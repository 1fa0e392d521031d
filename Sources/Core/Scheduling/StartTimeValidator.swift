public import FoundationEssentials

/// Holds a session back until the time that it is to start at.
public struct StartTimeValidator: SessionValidating {
    /// A validator without settings.
    public init() {}

    public func verdict(on session: PendingSession, at now: Date) -> SessionVerdict {
        guard let time = session.startsAt, now < time else { return .ready }
        return .waits(.beforeStart(time))
    }
}
