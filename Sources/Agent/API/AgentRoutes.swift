import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WebServer

/// What managers ask an agent: commands as requests, events and runs as streams.
///
/// Every request can be repeated.
struct AgentRoutes: WebSocketRouting {
    let supervisor: KernelSupervisor
    let events: EventLog
    let log: OutputLog
    /// What the node is, but for its images and devices.
    let node: NodeReport
    let devices: DeviceWatch
    let sampler: NodeSampler
    let stateDirectory: String
    let logger: Logger

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: AgentProblemMiddleware())
        router.get("node") { _, _ in
            try Self.json(node.with(images: supervisor.images).with(devices: devices.inventory))
        }
        router.post("images/rescan") { _, _ in try Self.json(try await supervisor.rescanImages()) }
        router.get("usage") { _, _ in
            try Self.json(await sampler.usage().with(devices: await devices.usage()))
        }
        router.get("kernels") { _, _ in try Self.json(await supervisor.reports()) }
        router.get("kernels/:id") { _, context in try Self.json(try await supervisor.report(try Self.kernel(context))) }
        router.put("kernels/:id", use: start)
        router.delete("kernels/:id", use: stop)
        router.post("kernels/:id/interrupt") { _, context in
            try await supervisor.interrupt(try Self.kernel(context))
            return Response(status: .noContent)
        }
        router.post("kernels/:id/restart") { request, context in
            let order: RestartOrder = try await Self.body(of: request)
            return try Self.json(await supervisor.restart(try Self.kernel(context), order))
        }
        router.get("kernels/:id/logs") { _, context in
            let kernel = try Self.kernel(context)
            let bytes = await log.read(kernel, KernelDirectory(kernel: kernel, state: stateDirectory))
            return Response(
                status: .ok,
                headers: [.contentType: "application/octet-stream"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
        router.get("events") { [events] request, _ in await Self.follow(events, request) }
        return router
    }

    @Sendable
    private func start(_ request: Request, context: BasicRequestContext) async throws -> Response {
        let spec: KernelSpec = try await Self.body(of: request)
        guard spec.kernel == (try Self.kernel(context)) else {
            throw AgentProblem(code: "invalid-request", message: "the body describes another kernel")
        }
        return try Self.json(await supervisor.start(spec))
    }

    @Sendable
    private func stop(_ request: Request, context: BasicRequestContext) async throws -> Response {
        let order: StopOrder = try await Self.body(of: request)
        return try Self.json(try await supervisor.stop(try Self.kernel(context), reason: order.reason))
    }

    /// Events as they come, those from `after` on that are still kept first.
    static func follow(_ events: EventLog, _ request: Request) async -> Response {
        let after = request.uri.queryParameters["after"].flatMap { Int($0) } ?? 0
        let stream = await events.follow(after: after)
        return Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson"],
            body: ResponseBody { writer in
                // An empty line makes the headers leave at once.
                try await writer.write(ByteBuffer(string: "\n"))
                for await event in stream {
                    var line = ByteBuffer(bytes: try JSONValue(encoding: event).encoded)
                    line.writeString("\n")
                    try await writer.write(line)
                }
                try await writer.finish(nil)
            }
        )
    }

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        let parts = upgrade.path.split(separator: "/")
        guard parts.count == 3, parts[0] == "kernels", ["stream", "channel"].contains(parts[2]) else {
            return .notWebSocket
        }
        let kernel = KernelID(rawValue: String(parts[1]))
        do {
            let memory = try await supervisor.memory(of: kernel)
            let stream = KernelStream(
                kernel: kernel,
                memory: memory,
                directory: KernelDirectory(kernel: kernel, state: stateDirectory),
                log: parts[2] == "stream" ? log : nil,
                logger: logger
            )
            return .accept { socket in try await stream.run(socket) }
        } catch {
            let problem = error as? AgentProblem ?? AgentProblem(code: "failed", message: "\(error)")
            return .refuse(
                status: AgentProblemMiddleware.status(of: problem),
                headers: [.contentType: "application/json"],
                body: (try? JSONValue(encoding: problem).encoded) ?? []
            )
        }
    }

    static func kernel(_ context: BasicRequestContext) throws -> KernelID {
        let id = KernelID(rawValue: try context.parameters.require("id"))
        // A kernel's id becomes part of paths.
        guard id.isUUID else { throw AgentProblem(code: "invalid-request", message: "`\(id)` is no kernel id") }
        return KernelID(rawValue: id.rawValue.lowercased())
    }

    static func body<Value: Decodable>(of request: Request) async throws -> Value {
        var request = request
        let buffer = try await request.collectBody(upTo: 4 << 20)
        do {
            return try JSONValue(parsing: Array(buffer.readableBytesView)).decoded()
        } catch {
            throw AgentProblem(code: "invalid-request", message: "the body is not understood: \(error)")
        }
    }

    static func json(_ value: some Encodable) throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONValue(encoding: value).encoded))
        )
    }
}

/// Makes every failure an ``AgentProblem``.
struct AgentProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as AgentProblem {
            return try answer(problem)
        } catch let error as HTTPError {
            return try answer(AgentProblem(code: "unknown-path", message: "no such request: \(error.status)"))
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return try answer(AgentProblem(code: "failed", message: "\(error)"))
        }
    }

    static func status(of problem: AgentProblem) -> HTTPResponse.Status {
        switch problem.code {
        case "unknown-kernel", "unknown-path": .notFound
        case "invalid-request": .badRequest
        case "not-running": .conflict
        default: .internalServerError
        }
    }

    private func answer(_ problem: AgentProblem) throws -> Response {
        Response(
            status: Self.status(of: problem),
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONValue(encoding: problem).encoded))
        )
    }
}
