import Core
import HTTPTypes
import Hummingbird

/// The routes under `/session` that are about a session's life: its name, its restart, whom it waits for.
struct SessionLifeRoutes {
    let sessions: SessionService

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .get, "/session/_/match", match,
            .init(
                "The living sessions whose id begins so", .sessions, .rule(.read, .session, at: .own),
                input: ["id": .text], isOpen: true, answer: .json(.anything), failures: [403, 404]))
        routes.signed(
            .get, "/session/_/logs", taskLogs,
            .init(
                "Logs of tasks are with their session: says so", .sessions, .rule(.read, .session, at: .own),
                answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .post, "/session/_/sync-agent-registry", synchronize,
            .init(
                "Compares what an agent runs with what it should run", .administration,
                .rule(.operate, .agent, at: .other), answer: .json(.anything),
                failures: [403, 404, 503]))
        routes.signed(
            .patch, "/session/:id", restart,
            .init(
                "Restarts a session", .sessions, .owned(.operate, .session), status: 204, answer: .empty,
                failures: [403, 404, 500, 503]))
        routes.signed(
            .post, "/session/:id/rename", rename,
            .init(
                "Gives a session another name", .sessions, .owned(.modify, .session),
                input: ["name": .text], isOpen: true, status: 204, answer: .empty, failures: [403, 404]))
        routes.signed(
            .get, "/session/:id/abusing-report", abuse,
            .init(
                "What is known of abuse: nothing", .sessions, .owned(.read, .session), answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .get, "/session/:id/dependency-graph", graph,
            .init(
                "What a session waits for, as a tree", .sessions, .owned(.read, .session), answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .get, "/session/:id/direct-access-info", directAccess,
            .init(
                "How to reach a session past the manager: not at all", .sessions, .owned(.read, .session),
                answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .get, "/session/:id/commit", commitStatus,
            .init(
                "Whether a session is being written to an image", .sessions, .owned(.read, .session),
                answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .post, "/session/:id/commit", commit,
            .init(
                "Writes a session to an image, where it has one of its own", .sessions, .owned(.operate, .session),
                status: 201,
                answer: .json(.anything), failures: [403, 404]))
        routes.signed(
            .get, "/session/:id/status-history", history,
            .init(
                "When a session entered each status", .sessions, .owned(.read, .session), answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .put, "/session/:id/idle-exemption", exempt,
            .init(
                "Has idle checks leave a session alone, or look at it again", .sessions, .owned(.modify, .idleCheck),
                input: ["exempt": .boolean], query: ["owner_access_key": .optional(.text)], status: 204, answer: .empty,
                failures: [403, 404]))
        routes.signed(
            .post, "/session/:id/start-service", startService,
            .init(
                "Opens a service through a proxy: there is none", .streams, .owned(.operate, .session),
                answer: .json(.anything),
                failures: [403, 404, 503]))
        routes.signed(
            .post, "/session/:id/shutdown-service", shutDownService,
            .init(
                "Ends the program of a service", .streams, .owned(.operate, .session),
                input: ["service_name": .text], isOpen: true, status: 204, answer: .empty, failures: [403, 404, 503]))
    }

    @Sendable
    private func match(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let prefix = parameters.requiredString("id")
        try parameters.finish()
        let matches = try await sessions.sessions(withIDPrefix: prefix, for: try context.requester())
        let items = matches.map { session -> JSONValue in
            [
                "id": .string(session.id.rawValue), "name": .string(session.name),
                "status": .string(session.status.rawValue),
            ]
        }
        return .json(["matches": .array(items)])
    }

    /// Logs of batch sessions' kernels lie in a virtual folder, and there are none.
    @Sendable
    private func taskLogs(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        if parameters.uuid("kernel_id", "taskId", "session_id", "sessionId") == nil,
            !parameters.has("kernel_id", "taskId", "session_id", "sessionId")
        {
            parameters.fail(["kernel_id"], "is required")
        }
        try parameters.finish()
        throw BackendError(
            .objectNotFound, title: "No such vfolder.", data: ["vfolder_name": ".logs"],
            hint: "`backend.ai session logs NAME` shows what a session has written, also after its end")
    }

    @Sendable
    private func synchronize(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let agent = parameters.requiredString("agent", "agent_id", "agentId")
        try parameters.finish()
        try await sessions.synchronize(AgentID(rawValue: agent))
        return .json([:])
    }

    @Sendable
    private func restart(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await finish(request, context)
        try await sessions.restart(try await sessions.find(request, context))
        return Response(status: .noContent)
    }

    @Sendable
    private func rename(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let names = ["session_name", "name", "clientSessionToken"]
        let name = parameters.requiredString("session_name", "name", "clientSessionToken")
        if !name.isEmpty || parameters.has("session_name", "name", "clientSessionToken"), !SessionName.isValid(name) {
            parameters.fail(names, "does not match pattern \(SessionName.pattern)")
        } else if name == SessionName.reserved {
            parameters.fail(names, "Requested session ID \(name) is reserved word")
        }
        parameters.ignore("owner_access_key")
        try parameters.finish()
        try await sessions.rename(try await sessions.find(request, context), to: name)
        return Response(status: .noContent)
    }

    /// Nothing here watches for abuse, so there is never a report.
    @Sendable
    private func abuse(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await finish(request, context)
        _ = try await sessions.find(request, context)
        return .json([:])
    }

    @Sendable
    private func graph(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await finish(request, context)
        let session = try await sessions.find(request, context, living: false)
        return .json(try await DependencyGraph(store: sessions.store).tree(of: session))
    }

    /// Sessions of users are reached through the manager; sessions of the system, which have ports of their own, are none.
    @Sendable
    private func directAccess(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await finish(request, context)
        _ = try await sessions.find(request, context)
        return .json([:])
    }

    @Sendable
    private func commitStatus(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await finish(request, context)
        let session = try await sessions.find(request, context)
        return .json(["status": "ready", "kernel": .string(session.mainKernel.rawValue)])
    }

    @Sendable
    private func commit(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        parameters.ignore("owner_access_key", "login_session_token", "filename", "fname")
        try parameters.finish()
        let session = try await sessions.find(request, context)
        throw BackendError(
            .badRequest,
            "the session `\(session.name)` cannot be committed: `\(session.image)` is the machine's own system",
            hint: "its files are what it can keep: `backend.ai download \(session.name) FILE`")
    }

    /// When the session entered each status: our addition, in the form that the official client expects.
    @Sendable
    private func history(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await finish(request, context)
        let session = try await sessions.find(request, context, living: false)
        let times = try await sessions.store.statusTimes(of: session.id)
        let members = times.map { time in
            JSONValue.Member(
                time.status.lowercased(), .string(RequestDate.header(for: Timestamp.date(time.at)).text))
        }
        return .json(["result": .object(members)])
    }

    /// Our addition: administrators exempt single sessions.
    @Sendable
    private func exempt(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let isExempt = parameters.bool("exempt")
        if isExempt == nil { parameters.fail(["exempt"], "is required") }
        parameters.ignore("owner_access_key")
        try parameters.finish()
        let owner = request.uri.queryParameters["owner_access_key"].map { AccessKey(rawValue: String($0)) }
        try await sessions.setIdleExemption(
            isExempt ?? true, of: try context.parameter("id"), owner: owner, by: try context.requester(),
            requestID: context.requestID)
        return Response(status: .noContent)
    }

    /// Services are reached through `/stream`; a proxy in front of the manager, to which this would lead, there is none.
    @Sendable
    private func startService(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        var parameters = try await Parameters.of(request, context)
        _ = parameters.requiredString("app", "service")
        _ = parameters.number("port", as: "int")
        parameters.ignore("envs", "arguments", "login_session_token", "owner_access_key")
        try parameters.finish()
        throw BackendError(
            .serviceUnavailable, "No coordinator configured for this resource group",
            hint: "`backend.ai app \(session.name) APP` reaches its services")
    }

    @Sendable
    private func shutDownService(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        var parameters = try await Parameters.of(request, context)
        let name = parameters.requiredString("service_name")
        parameters.ignore("owner_access_key")
        try parameters.finish()
        try await sessions.shutDown(service: name, in: session)
        return Response(status: .noContent)
    }

    /// Refuses parameters that mean nothing.
    private func finish(_ request: Request, _ context: ManagerRequestContext) async throws {
        var parameters = try await Parameters.of(request, context)
        parameters.ignore("owner_access_key")
        try parameters.finish(allowsUnknown: true)
    }
}
