import Core
import HTTPTypes
import Hummingbird

/// The routes under `/session`.
///
/// Each decodes, calls one service method and encodes; no rule lives here.
struct SessionRoutes {
    let sessions: SessionService
    let execution: ExecutionService

    func add(to routes: inout ManagerRoutes) {
        for path in ["/session", "/session/_/create"] { routes.signed(.post, path, create, SessionRoutes.creation) }
        routes.signed(
            .get, "/session/:id", show,
            .init(
                "A session in full", .sessions, .owned(.read, .session), query: SessionRoutes.owner,
                answer: .json(.object([:]))))
        routes.signed(
            .delete, "/session/:id", destroy,
            .init(
                "Ends a session", .sessions, .owned(.delete, .session),
                input: ["forced": .optional(.boolean), "recursive": .optional(.boolean)], query: SessionRoutes.owner,
                answer: .json(.anything), failures: [403]))
        routes.signed(.post, "/session/:id", execute, SessionRoutes.execution)
        routes.signed(
            .post, "/session/:id/interrupt", interrupt,
            .init(
                "Interrupts what runs in a session", .execution, .owned(.operate, .session), query: SessionRoutes.owner,
                status: 204,
                answer: .empty))
        routes.signed(
            .post, "/session/:id/complete", complete,
            .init(
                "Candidates for the word at a cursor", .execution, .owned(.operate, .session),
                input: ["code": .optional(.text), "options": .optional(.map(.anything))], isOpen: true,
                query: SessionRoutes.owner, answer: .json(.object(["result": .object([:])]))))
        routes.signed(
            .get, "/session/:id/logs", logs,
            .init(
                "What the programs of a session have written", .sessions, .owned(.read, .session),
                query: SessionRoutes.owner,
                answer: .json(.object(["result": .object(["logs": .text])])), failures: [403]))
        routes.signed(
            .get, "/session/:id/waiting", waiting,
            .init(
                "What a pending session waits for", .sessions, .owned(.read, .session),
                query: ["owner_access_key": .optional(.text), "forecast": .optional(.boolean)],
                answer: .json(
                    .object([
                        "status": .text, "reason": .text, "holders": .list(.text), "position": .optional(.integer),
                        "waiting": .optional(.integer), "holding": .optional(.list(.anything)),
                        "kept_for": .optional(.anything), "starts_by": .optional(.text),
                        "expected_start": .optional(.anything),
                        "changes": .optional(.list(.anything)),
                    ]))))
    }

    @Sendable
    private func create(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let order = SessionOrder(reading: &parameters)
        try parameters.finish()
        return try await sessions.answer(order, for: try context.requester())
    }

    @Sendable
    private func show(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await find(request, context)
        return .json(await SessionDetail(session: session, sessions: sessions).body())
    }

    @Sendable
    private func destroy(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let isForced = parameters.bool("forced") ?? false
        let isRecursive = parameters.bool("recursive") ?? false
        parameters.ignore("owner_access_key")
        try parameters.finish()
        let session = try await find(request, context)
        if isRecursive { return .json(.array(try await sessions.destroyRecursively(session, forced: isForced))) }
        return .json(["stats": try await sessions.destroy(session, forced: isForced)])
    }

    @Sendable
    private func execute(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await find(request, context)
        var parameters = try await Parameters.of(request, context)
        let mode = parameters.string("mode") ?? ""
        let code = parameters.string("code")
        let run = parameters.string("runId")
        let options = parameters.value(["options"])
        let limit = try ExecuteSocket.limit(parameters.value(["limit"]))
        try parameters.finish(allowsUnknown: true)
        guard !mode.isEmpty else { throw BackendError(.invalidParameters, "mode is missing or empty!") }
        guard let mode = ExecutionMode(rawValue: mode) else {
            throw BackendError(.invalidParameters, "mode has an invalid value.")
        }
        let result: JSONValue
        switch mode {
        case .complete:
            guard let code else { throw BackendError(.invalidParameters, "code is missing") }
            let candidates = try await execution.complete(try CompletionPoint.text(code, options), in: session)
            result = ["status": "finished", "completions": .array(candidates.map { .string($0) })]
        case .query, .batch:
            guard let code else { throw BackendError(.invalidParameters, "code is missing") }
            let commands = mode == .batch ? BatchCommands(options: options) : nil
            let command = ExecuteCommand(mode: mode, code: code, runId: run, batch: commands, limit: limit)
            result = try await execution.start(command, in: session, base: request.base)
        case .continue, .input:
            guard let run else { throw BackendError(.invalidParameters, "continuation requires explicit run ID") }
            result =
                try await mode == .input
                ? execution.input(code ?? "", to: run, in: session) : execution.proceed(with: run, in: session)
        }
        return .json(["result": result])
    }

    @Sendable
    private func complete(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await find(request, context)
        var parameters = try await Parameters.of(request, context)
        let code = parameters.string("code") ?? ""
        let options = parameters.value(["options"])
        try parameters.finish(allowsUnknown: true)
        let candidates = try await execution.complete(try CompletionPoint.text(code, options), in: session)
        return .json(["result": ["status": "finished", "completions": .array(candidates.map { .string($0) })]])
    }

    @Sendable
    private func interrupt(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await sessions.interrupt(try await find(request, context))
        return Response(status: .noContent)
    }

    @Sendable
    private func logs(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await find(request, context, living: false)
        let text = String(decoding: try await sessions.logs(of: session), as: UTF8.self)
        return .json(["result": ["logs": .string(text)]])
    }

    /// What a pending session waits for: our addition.
    @Sendable
    private func waiting(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await find(request, context)
        let isForeseen = request.uri.queryParameters["forecast"] == "true"
        return .json(
            try await sessions.explanation(of: session, for: try context.requester(), isForeseen: isForeseen).json)
    }

    private func find(_ request: Request, _ context: ManagerRequestContext, living: Bool = true) async throws
        -> SessionRecord
    {
        try await sessions.find(request, context, living: living)
    }
}

extension SessionService {
    /// Creates what an order wants, and describes it as all the routes that create sessions do.
    func answer(_ order: SessionOrder, for requester: Requester) async throws -> Response {
        let creation = try await create(order, for: requester)
        return .json(
            [
                "sessionId": .string(creation.session.id.rawValue),
                "sessionName": .string(creation.session.name),
                "status": .string(creation.status),
                // The original calls it so in the answer for a session that was there already.
                creation.isNew ? "servicePorts" : "service_ports":
                    .array(services(of: creation.session).map { creation.isNew ? $0.body : $0.detail }),
                "created": .bool(creation.isNew),
            ],
            status: .created
        )
    }
}
