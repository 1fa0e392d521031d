import Core
import Glibc
import Hummingbird

/// The routes under `/manager`.
struct MaintenanceRoutes {
    private enum Operation: String {
        case include = "include-agents"
        case exclude = "exclude-agents"
    }

    let service: MaintenanceService
    let settings: SettingsService

    func add(to routes: inout ManagerRoutes) {
        routes.open(
            .get, "/manager/status", status,
            .init(
                "The managers, and whether they change anything", .administration, .everybody, answer: .json(.anything))
        )
        routes.signed(
            .put, "/manager/status", setStatus,
            .init(
                "Freezes the manager, or lets it go on", .administration, .rule(.modify, .managerStatus, at: .other),
                input: ["status": .choice(["running", "frozen"]), "force_kill": .optional(.boolean)], isOpen: true,
                status: 204, answer: .empty, failures: [401]))
        routes.open(
            .get, "/manager/announcement", announcement,
            .init(
                "What the administrators announce", .general, .everybody,
                answer: .json(.object(["enabled": .boolean, "message": .text]))))
        routes.signed(
            .post, "/manager/announcement", announce,
            .init(
                "Sets what is announced", .administration, .rule(.modify, .announcement, at: .other),
                input: ["enabled": .boolean, "message": .optional(.text)], isOpen: true, status: 204, answer: .empty))
        routes.signed(
            .post, "/manager/scheduler/operation", operate,
            .init(
                "Lets the scheduler use agents, or no longer", .administration, .rule(.operate, .scheduler, at: .other),
                input: ["op": .choice(["include-agents", "exclude-agents"]), "args": .list(.text)], isOpen: true,
                status: 204, answer: .empty, failures: [403, 404]))
        routes.signed(
            .post, "/manager/scheduler/trigger", trigger,
            .init(
                "Makes the scheduler look at what waits", .administration, .rule(.operate, .scheduler, at: .other),
                status: 204, answer: .empty))
        routes.signed(
            .get, "/manager/scheduler/status", passes,
            .init(
                "When the scheduler worked last", .administration, .rule(.read, .scheduler, at: .other),
                answer: .json(.anything)))
    }

    /// The body that the original's client sends along says nothing.
    @Sendable
    private func status(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let status = JSONValue.string(service.settings.status.rawValue)
        let sessions = JSONValue.integer(Int64(try await service.activeSessions()))
        let patience = SessionService.agentPatience.components.seconds
        let node: JSONValue = [
            "id": .string("i-" + MaintenanceRoutes.hostname),
            "num_proc": .integer(Int64(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            "service_addr": .string(request.head.authority ?? ""),
            "heartbeat_timeout": .number(Double(patience)),
            "ssl_enabled": false,
            "active_sessions": sessions,
            "status": status,
            "version": .string(APIVersion.managerRelease),
            "api_version": [
                .integer(Int64(APIVersion.current.major)), .string(APIVersion.current.revision),
            ],
        ]
        return .json(["nodes": [node], "status": status, "active_sessions": sessions])
    }

    @Sendable
    private func setStatus(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let status = parameters.choice(ManagerStatus.self, named: "ManagerStatus", "status")
        if status == nil, !parameters.has("status") { parameters.fail(["status"], "is required") }
        let endsSessions = parameters.bool("force_kill") ?? false
        try parameters.finish()
        try await service.set(
            status ?? .running, endsSessions: endsSessions, by: requester, requestID: context.requestID)
        return Response(status: .noContent)
    }

    @Sendable
    private func announcement(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let message = service.settings.announcement
        return .json(["enabled": .bool(message != nil), "message": .string(message ?? "")])
    }

    @Sendable
    private func announce(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let isEnabled = parameters.bool("enabled") ?? false
        let message = parameters.string("message")
        if message == "" {
            parameters.fail(
                ["message"], with: ["0": "value should be None", "1": "blank value is not allowed"])
        } else if message?.utf8.count ?? 0 > ConfigurationTree.maximumValue {
            parameters.fail(["message"], "String is longer than \(ConfigurationTree.maximumValue) characters")
        }
        try parameters.finish()
        try await settings.announce(isEnabled ? message ?? "" : nil, by: requester, requestID: context.requestID)
        return Response(status: .noContent)
    }

    @Sendable
    private func operate(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let operation = parameters.choice(Operation.self, named: "SchedulerOps", "op")
        if !parameters.has("op") { parameters.fail(["op"], "is required") }
        let arguments = parameters.value(["args"])
        if arguments == nil { parameters.fail(["args"], "is required") }
        try parameters.finish()
        guard let operation else { throw BackendError(.internalError) }
        guard let agents = arguments?.items?.compactMap(\.text), agents.count == arguments?.items?.count else {
            throw BackendError(
                .invalidParameters,
                "Input validation failed for args with SchedulerOps.\(operation == .include ? "INCLUDE" : "EXCLUDE")_AGENTS",
                data: arguments?.items == nil ? "value is not a list" : "value is not a string")
        }
        try await service.setSchedulable(agents, to: operation == .include, by: requester, requestID: context.requestID)
        return Response(status: .noContent)
    }

    @Sendable
    private func trigger(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let kind = parameters.choice(SchedulerPasses.Kind.self, named: "SchedulerEvent", "event")
        if !parameters.has("event") { parameters.fail(["event"], "is required") }
        try parameters.finish()
        try await service.trigger(kind ?? .schedule, by: requester, requestID: context.requestID)
        return Response(status: .noContent)
    }

    @Sendable
    private func passes(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let passes = try service.passes(for: try context.requester())
        let known = SchedulerPasses.Kind.allCases.compactMap { kind in passes[kind].map { (kind, $0) } }
        return .json(
            .object(
                known.map { kind, pass in
                    var members: [JSONValue.Member] = [
                        .init("trigger_event", .string(pass.trigger.rawValue)),
                        .init("execution_time", .string(RequestDate.header(for: Timestamp.date(pass.began)).text)),
                    ]
                    if kind == .schedule { members.append(.init("resource_group", .string(SessionRules.scalingGroup))) }
                    let finished = RequestDate.header(for: Timestamp.date(pass.finished)).text
                    members.append(.init("finish_time", .string(finished)))
                    return .init(kind.rawValue, .object(members))
                }))
    }

    private static let hostname: String = {
        var name = [CChar](repeating: 0, count: 65)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()
}
