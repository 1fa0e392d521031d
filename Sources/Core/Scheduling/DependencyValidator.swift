public import FoundationEssentials

/// Holds a session back until every session that it depends on has ended in success, and gives it up when one cannot.
public struct DependencyValidator: SessionValidating {
    /// A validator without settings.
    public init() {}

    public func verdict(on session: PendingSession, at now: Date) -> SessionVerdict {
        let failed = session.dependencies.filter { $0.outcome == .failed }
        guard failed.isEmpty else { return .impossible(.dependencyFailed(failed.map(\.name))) }
        let open = session.dependencies.filter { $0.outcome == .open }
        return open.isEmpty ? .ready : .waits(.dependencies(open.map(\.name)))
    }
}
