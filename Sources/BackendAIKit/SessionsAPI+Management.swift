public import Core

extension SessionsAPI {
    /// Gives a running session another name.
    ///
    /// - Throws: ``ClientError``.
    public func rename(_ session: String, to name: String) async throws(ClientError) {
        var query = Query()
        query.add("name", name)
        _ = try await client.send("POST", path(session, "/rename") + query.text)
    }

    /// Starts a session's programs anew; its files stay.
    public func restart(_ session: String, owner: AccessKey? = nil) async throws(ClientError) {
        _ = try await client.send("PATCH", path(session) + Query(owner: owner).text)
    }

    /// Has idle checks leave a session alone, or look at it again; for administrators.
    ///
    /// - Throws: ``ClientError``.
    public func setIdleExemption(
        _ isExempt: Bool, of session: String, owner: AccessKey? = nil
    ) async throws(ClientError) {
        _ = try await client.send(
            "PUT", path(session, "/idle-exemption") + Query(owner: owner).text, body: ["exempt": .bool(isExempt)])
    }

    /// Makes an image of a session's state, in the background where the answer has a `bgtask_id`.
    public func commit(_ session: String) async throws(ClientError) -> JSONValue {
        try await client.send("POST", path(session, "/commit"))
    }

    /// What was found to be abuse in a session; empty when nothing was.
    public func abuseReport(of session: String) async throws(ClientError) -> JSONValue {
        try await client.send("GET", path(session, "/abusing-report"))
    }

    /// When a session came into each of its statuses: texts of ISO 8601 by status.
    public func statusHistory(of session: String) async throws(ClientError) -> JSONValue {
        try await client.send("GET", path(session, "/status-history"))["result"] ?? [:]
    }

    /// A session with those it depends on below it, in the wire's own members.
    public func dependencyGraph(of session: String) async throws(ClientError) -> JSONValue {
        try await client.send("GET", path(session, "/dependency-graph"))
    }

    /// The log of a task, by the id of its kernel.
    public func taskLogs(_ task: String) async throws(ClientError) -> String {
        var query = Query()
        query.add("taskId", task)
        return try await client.text("GET", "/session/_/logs\(query.text)")
    }

    /// Creates a session of a template, and waits as ``create(_:)`` does.
    public func create(_ request: TemplateSessionRequest) async throws(ClientError) -> CreatedSession {
        let answer = try await client.send(
            "POST", "/session/_/create-from-template", body: request.body(client.configuration))
        return try CreatedSession(answer: answer, name: request.name)
    }

    private func path(_ session: String, _ part: String = "") -> String {
        "/session/\(PercentEncoding.encode(session))\(part)"
    }
}
