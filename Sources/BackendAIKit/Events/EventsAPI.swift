public import Core

/// What a manager tells while it happens.
public struct EventsAPI: Sendable {
    /// Whose events of a session are wanted.
    public enum Scope: String, Sendable, CaseIterable {
        /// The session's and its kernels'.
        case all = "*"
        /// The session's alone.
        case session
        /// The kernels' alone.
        case kernel
    }

    let client: BackendAIClient

    /// The events of one session.
    ///
    /// - Parameters:
    ///   - session: Its name or id.
    ///   - scope: Which of them.
    ///   - owner: Whose session it is, for admins.
    /// - Returns: The stream, which connects when it is read.
    public func session(_ session: String, scope: Scope = .all, owner: AccessKey? = nil) -> EventSubscription {
        var query = Query()
        query.add(SessionID(rawValue: session).isUUID ? "sessionId" : "sessionName", session)
        // The spelling that managers know; the original's own client has another one, which they refuse.
        if let owner { query.add("ownerAccessKey", owner.rawValue) }
        query.add("scope", scope.rawValue)
        return EventSubscription(client: client, target: "/events/session\(query.text)")
    }

    /// The progress of a task that the manager does in the background.
    public func backgroundTask(_ id: String) -> EventSubscription {
        var query = Query()
        query.add("task_id", id)
        return EventSubscription(client: client, target: "/events/background-task\(query.text)")
    }
}
