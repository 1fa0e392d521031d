public import Core
import Transport

/// What can be done with sessions.
public struct SessionsAPI: Sendable {
    let client: BackendAIClient

    /// Creates a session, or finds the living one of that name, and waits until it runs.
    ///
    /// - Throws: ``ClientError``.
    public func create(_ request: SessionRequest) async throws(ClientError) -> CreatedSession {
        let answer = try await client.send("POST", "/session", body: request.body(client.configuration))
        return try CreatedSession(answer: answer, name: request.name)
    }

    /// Ends a session and answers its last statistics.
    ///
    /// - Parameters:
    ///   - session: Its name or id.
    ///   - forced: Whether to end it whatever state it is in.
    ///   - recursive: Whether to end those that wait for it as well.
    ///   - owner: Whose session it is, for admins.
    /// - Returns: The statistics of each session that ended, in the wire's own members.
    /// - Throws: ``ClientError``.
    @discardableResult
    public func destroy(
        _ session: String, forced: Bool = false, recursive: Bool = false, owner: AccessKey? = nil
    ) async throws(ClientError) -> [JSONValue] {
        var query = Query(owner: owner)
        if forced { query.add("forced", "true") }
        if recursive { query.add("recursive", "true") }
        let answer = try await client.send("DELETE", "/session/\(PercentEncoding.encode(session))\(query.text)")
        return answer.items ?? [answer["stats"] ?? [:]]
    }

    /// A session's details, in the wire's own members.
    public func detail(of session: String, owner: AccessKey? = nil) async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/session/\(PercentEncoding.encode(session))\(Query(owner: owner).text)")
    }

    /// What the session's programs have written.
    public func logs(of session: String, owner: AccessKey? = nil) async throws(ClientError) -> String {
        let answer = try await client.send(
            "GET", "/session/\(PercentEncoding.encode(session))/logs\(Query(owner: owner).text)")
        return answer["result"]?["logs"]?.text ?? ""
    }

    /// Interrupts what the session runs.
    public func interrupt(_ session: String) async throws(ClientError) {
        _ = try await client.send("POST", "/session/\(PercentEncoding.encode(session))/interrupt")
    }

    /// Why a session waits, as `docs/api.md` describes it, if the manager is ours.
    ///
    /// - Parameters:
    ///   - session: Its name or id.
    ///   - forecast: Whether it is wanted when it is expected to start, which takes some tenths of a second.
    /// - Returns: The explanation.
    /// - Throws: ``ClientError``; a problem with the code of an unknown path where the manager has no such route.
    public func explanation(of session: String, forecast: Bool = false) async throws(ClientError) -> JSONValue {
        try await client.send(
            "GET", "/session/\(PercentEncoding.encode(session))/waiting\(forecast ? "?forecast=true" : "")")
    }

    /// What a pending session waits for, if the manager is ours.
    ///
    /// - Returns: The reason, and who holds what is missing; nil when the session does not wait.
    public func waiting(_ session: String) async throws(ClientError) -> (reason: String, holders: [String])? {
        let answer = try await explanation(of: session)
        guard answer["status"]?.text == SessionStatus.pending.rawValue else { return nil }
        return (answer["reason"]?.text ?? "", answer["holders"]?.items?.compactMap(\.text) ?? [])
    }

    /// One page of sessions.
    ///
    /// - Parameters:
    ///   - statuses: Which ones; all when empty.
    ///   - fields: The GraphQL fields wanted of each.
    ///   - limit: The most to answer.
    ///   - offset: How many to leave out first.
    /// - Returns: The page, and how many there are in all.
    /// - Throws: ``ClientError``.
    public func list(
        statuses: [SessionStatus],
        fields: [String],
        limit: Int,
        offset: Int = 0
    ) async throws(ClientError) -> (items: [JSONValue], total: Int) {
        let page = try await list(
            statuses: statuses, fields: fields, page: PageRequest(offset: offset, limit: limit))
        return (page.items, page.total)
    }

    /// Sessions, by any rule.
    ///
    /// - Parameters:
    ///   - statuses: Which ones; all when empty.
    ///   - accessKey: Whose; everybody's that may be seen when nil.
    ///   - fields: The GraphQL fields wanted of each.
    ///   - page: Which part of them.
    /// - Returns: The part, and how many there are in all.
    /// - Throws: ``ClientError``.
    public func list(
        statuses: [SessionStatus],
        accessKey: AccessKey? = nil,
        fields: [String],
        page: PageRequest
    ) async throws(ClientError) -> ListPage {
        let names = (statuses.isEmpty ? SessionStatus.allCases : statuses).map(\.rawValue)
        return try await client.graphQL.list(
            "compute_session_list",
            fields: fields,
            variables: [
                GraphQLVariable("status", "String", .string(names.joined(separator: ","))),
                GraphQLVariable("access_key", "String", JSONValue(accessKey?.rawValue)),
            ],
            page: page
        )
    }

    /// One session by its id, with the GraphQL fields wanted; nil when there is none that may be seen.
    public func info(_ id: String, fields: [String]) async throws(ClientError) -> JSONValue? {
        try await client.graphQL.item(
            "compute_session", fields: fields, variables: [GraphQLVariable("id", "UUID!", .string(id))])
    }

    /// Runs code in a session and streams what it does.
    ///
    /// - Parameters:
    ///   - command: What is to be run.
    ///   - session: The session's name or id.
    /// - Returns: The run in progress.
    /// - Throws: ``ClientError``.
    public func execute(_ command: ExecuteCommand, in session: String) async throws(ClientError) -> Execution {
        let socket = try await client.webSocket(
            "/stream/session/\(PercentEncoding.encode(session))/execute",
            headers: [(streamFormHeader, streamFormFrames)]
        )
        let execution = Execution(
            socket: socket, usesFrames: socket.headers[streamFormHeader] == streamFormFrames,
            received: command.received ?? 0)
        try await execution.begin(command)
        return execution
    }

    /// Takes up a run whose stream broke, for managers that are ours; no output is lost or comes twice.
    ///
    /// Input that was on its way when the stream broke may be lost.
    ///
    /// - Parameters:
    ///   - run: The name that the run was given by ``ExecuteCommand/runId``.
    ///   - received: ``Execution/received`` of the stream that broke.
    ///   - session: The session's name or id.
    /// - Returns: The rest of the run.
    /// - Throws: ``ClientError``.
    public func resume(_ run: String, after received: Int, in session: String) async throws(ClientError) -> Execution {
        try await execute(ExecuteCommand(mode: .query, code: "", runId: run, received: received), in: session)
    }
}
