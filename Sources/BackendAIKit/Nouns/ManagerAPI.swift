public import Core

/// The manager itself: whether it takes orders, what it announces, what its scheduler may use.
public struct ManagerAPI: Sendable {
    let client: BackendAIClient

    /// Its `status`, `active_sessions` and `nodes`.
    public func status() async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/manager/status", body: ["status": "running"])
    }

    /// Refuses new sessions from now on.
    ///
    /// - Parameter endsSessions: Whether those that run are ended, too.
    /// - Throws: ``ClientError``.
    public func freeze(endingSessions endsSessions: Bool = false) async throws(ClientError) {
        _ = try await client.send(
            "PUT", "/manager/status", body: ["status": "frozen", "force_kill": .bool(endsSessions)])
    }

    /// Takes orders again.
    public func unfreeze() async throws(ClientError) {
        _ = try await client.send("PUT", "/manager/status", body: ["status": "running"])
    }

    /// What is announced to everybody; nil when nothing is.
    public func announcement() async throws(ClientError) -> String? {
        let answer = try await client.send("GET", "/manager/announcement")
        return answer["enabled"] == .bool(true) ? answer["message"]?.text : nil
    }

    /// Announces something to everybody; nil takes back what was announced.
    public func announce(_ message: String?) async throws(ClientError) {
        let body: JSONValue = ["enabled": .bool(message != nil), "message": JSONValue(message)]
        _ = try await client.send("POST", "/manager/announcement", body: body)
    }

    /// Lets the scheduler use agents, or keeps it from them.
    public func setSchedulable(_ isSchedulable: Bool, agents: [String]) async throws(ClientError) {
        _ = try await client.send(
            "POST", "/manager/scheduler/operation",
            body: [
                "op": isSchedulable ? "include-agents" : "exclude-agents",
                "args": .array(agents.map { .string($0) }),
            ])
    }

    /// What has gone wrong, the latest first: `logs` and `count`.
    ///
    /// - Parameters:
    ///   - page: Which page, from one.
    ///   - pageSize: How many are on a page, at most 100.
    ///   - marksRead: Whether they count as read from now on.
    /// - Returns: The answer.
    /// - Throws: ``ClientError``.
    public func errorLogs(page: Int, pageSize: Int, marksRead: Bool) async throws(ClientError) -> JSONValue {
        let target = "/logs/error?mark_read=\(marksRead ? "True" : "False")&page_size=\(pageSize)&page_no=\(page)"
        return try await client.send("GET", target)
    }
}
