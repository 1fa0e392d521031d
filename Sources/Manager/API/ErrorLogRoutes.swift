import Core
import Hummingbird

/// The routes under `/logs/error`.
struct ErrorLogRoutes {
    private static let maximumText = 64 << 10

    let service: ErrorLogService

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .post, "/logs/error", append,
            .init(
                "Adds to the log of errors", .administration, .rule(.create, .errorLog, at: .own),
                answer: .json(.anything)))
        routes.signed(
            .get, "/logs/error", list,
            .init(
                "The log of errors, as far as the requester may see it", .administration, .owned(.list, .errorLog),
                answer: .json(.anything)))
        routes.signed(
            .post, "/logs/error/:id/clear", clear,
            .init(
                "Takes an entry out of the log of errors", .administration, .owned(.modify, .errorLog),
                answer: .json(.anything),
                failures: [403, 404]))
    }

    @Sendable
    private func append(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let severity = parameters.choice(ErrorSeverity.self, named: "LogSeverity", "severity")
        if !parameters.has("severity") { parameters.fail(["severity"], "is required") }
        let source = ErrorLogRoutes.text(parameters.requiredString("source"), "source", &parameters)
        let message = ErrorLogRoutes.text(parameters.requiredString("message"), "message", &parameters)
        let language = ErrorLogRoutes.text(parameters.requiredString("context_lang"), "context_lang", &parameters)
        let environment = ErrorLogRoutes.environment(&parameters)
        let url = parameters.string("request_url")
        let status = parameters.number("request_status", as: "int")
        let traceback = parameters.string("traceback")
        for (name, text) in [("request_url", url), ("traceback", traceback)] {
            _ = text.map { ErrorLogRoutes.text($0, name, &parameters) }
        }
        try parameters.finish()
        try await service.append(
            ErrorLogRecord(
                id: KernelID.random().rawValue, createdAt: Timestamp.now(), severity: severity ?? .error,
                source: source, user: requester.user.id, message: message, contextLanguage: language,
                contextEnvironment: environment, requestURL: url, requestStatus: status.flatMap { Int64(exactly: $0) },
                traceback: traceback),
            by: requester)
        return .json(["success": true])
    }

    @Sendable
    private func list(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let marksRead = parameters.bool("mark_read") ?? false
        let size = ErrorLogRoutes.whole("page_size", &parameters, default: 20, limit: 100)
        let page = ErrorLogRoutes.whole("page_no", &parameters, default: 1, limit: nil)
        try parameters.finish()
        let (items, total) = try await service.list(limit: size, page: page, marksRead: marksRead, for: requester)
        return .json([
            "logs": .array(items.map { ErrorLogRoutes.body(of: $0, for: requester) }), "count": .integer(Int64(total)),
        ])
    }

    @Sendable
    private func clear(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try await service.clear(try context.parameter("id"), by: try context.requester())
        return .json(["success": true])
    }

    private static func body(of entry: ErrorLogRecord, for requester: Requester) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("log_id", .string(entry.id)),
            .init("created_at", .number(Double(entry.createdAt) / 1_000_000)),
            .init("severity", .string(entry.severity.rawValue)),
            .init("source", .string(entry.source)),
            .init("user", JSONValue(entry.user)),
            .init("is_read", .bool(entry.isRead)),
            .init("message", .string(entry.message)),
            .init("context_lang", .string(entry.contextLanguage)),
            .init("context_env", entry.contextEnvironment),
            .init("request_url", JSONValue(entry.requestURL)),
            .init("request_status", entry.requestStatus.map { .integer($0) } ?? .null),
            .init("traceback", JSONValue(entry.traceback)),
        ]
        if requester.isAdmin { members.append(.init("is_cleared", .bool(entry.isCleared))) }
        return .object(members)
    }

    private static func text(_ text: String, _ name: String, _ parameters: inout Parameters) -> String {
        if text.utf8.count > maximumText {
            parameters.fail([name], "String is longer than \(maximumText) characters")
        }
        return text
    }

    /// An object, or a text with one, which the original's client sends.
    private static func environment(_ parameters: inout Parameters) -> JSONValue {
        guard let given = parameters.value(["context_env"]) else {
            parameters.fail(["context_env"], "is required")
            return [:]
        }
        let value = given.text.map { try? JSONValue(parsing: Array($0.utf8)) } ?? given
        guard let value, given.encoded.count <= maximumText else {
            parameters.fail(["context_env"], "value is not a JSON text of at most \(maximumText) characters")
            return [:]
        }
        return value
    }

    private static func whole(
        _ name: String, _ parameters: inout Parameters, default usual: Int, limit: Int?
    ) -> Int {
        guard let given = parameters.number(name, as: "int") else { return usual }
        guard let number = Int(exactly: given) else {
            parameters.fail([name], "value can't be converted to int")
            return usual
        }
        if number < 1 { parameters.fail([name], "value is less than 1") }
        if let limit, number > limit { parameters.fail([name], "value should be less than \(limit + 1)") }
        return number
    }
}
