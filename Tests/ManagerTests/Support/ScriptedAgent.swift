import Core
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import WebServer

/// An agent that does what a test tells it to, on a unix socket of its own.
final class ScriptedAgent: Sendable, WebSocketRouting {
    /// What a runner does on the n-th connection to it, counted from 1.
    typealias Runner = @Sendable (_ connection: Int, _ socket: WebSocketConnection) async throws -> Void

    struct State {
        var orders: [String] = []
        var sessions: [String: SessionID] = [:]
        var specs: [KernelSpec] = []
        var connections = 0
        var refusal: AgentProblem?
        var refusedHost: String?
        var runner: Runner = ScriptedAgent.silent
        var node: NodeReport?
        var questions = 0
        var followers: [AsyncStream<AgentEvent>.Continuation] = []
    }

    let path: String
    let state = Mutex(State())
    private let ready = AsyncStream<Void>.makeStream()

    init(in place: TestPlace) {
        path = place.file("agent.sock")
    }

    /// What managers have ordered, as `METHOD path`.
    var orders: [String] { state.withLock { $0.orders } }

    /// Has runners do this from now on.
    func play(_ runner: @escaping Runner) { state.withLock { $0.runner = runner } }

    /// Says this of itself from now on.
    func describe(_ node: NodeReport) { state.withLock { $0.node = node } }

    /// Tells everybody who follows its events, and lets them go if it is the last one.
    func tell(_ event: AgentEvent, isLast: Bool = false) {
        for follower in state.withLock({ $0.followers }) {
            follower.yield(event)
            if isLast { follower.finish() }
        }
    }

    /// How often it was asked what it is.
    var questions: Int { state.withLock { $0.questions } }

    /// Whether somebody follows its events.
    var isFollowed: Bool { state.withLock { !$0.followers.isEmpty } }

    /// Has every start fail from now on, or those of kernels whose host is called so.
    func refuseStarts(_ problem: AgentProblem, of host: String? = nil) {
        state.withLock { ($0.refusal, $0.refusedHost) = (problem, host) }
    }

    /// The kernels that it was to start, in the order of the orders.
    var specs: [KernelSpec] { state.withLock { $0.specs } }

    /// Waits until connections are accepted: the socket's file is there before that.
    func listens() async { for await _ in ready.stream {} }

    var service: WebServer {
        WebServer(
            responder: router().buildResponder(),
            webSocket: self,
            configuration: WebServerConfiguration(address: .unixSocket(path: path)),
            logger: Logger(label: "agent") { _ in SwiftLogNoOpLogHandler() },
            onListening: { [ready] _ in ready.continuation.finish() }
        )
    }

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        let (number, runner) = state.withLock { state in
            state.connections += 1
            return (state.connections, state.runner)
        }
        return .accept { socket in try await runner(number, socket) }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        addNode(to: router)
        router.put("kernels/:id") { request, context in
            let spec = try JSONDecoder().decode(
                KernelSpec.self, from: Data(try await request.body.collect(upTo: 1 << 20).readableBytesView))
            let id = try self.note(request, context)
            let refusal = self.state.withLock { state in
                state.sessions[id] = spec.session
                state.specs.append(spec)
                return [nil, spec.hostname].contains(state.refusedHost) ? state.refusal : nil
            }
            if let refusal { return try Self.json(refusal, status: .internalServerError) }
            return try Self.json(self.report(id, .running))
        }
        router.get("kernels/:id") { request, context in
            try Self.json(self.report(try self.note(request, context), .running))
        }
        router.delete("kernels/:id") { request, context in
            let order = try JSONDecoder().decode(
                StopOrder.self, from: Data(try await request.body.collect(upTo: 1 << 20).readableBytesView))
            let id = try self.note(request, context)
            guard self.state.withLock({ $0.sessions[id] != nil }) else {
                return try Self.json(AgentProblem(code: "unknown-kernel", message: "no kernel"), status: .notFound)
            }
            return try Self.json(self.report(id, .stopped, reason: order.reason))
        }
        router.post("kernels/:id/restart") { request, context in
            let order = try JSONDecoder().decode(
                RestartOrder.self, from: Data(try await request.body.collect(upTo: 1 << 20).readableBytesView))
            let id = try self.note(request, context)
            let mustFail = self.state.withLock { $0.refusal != nil }
            return try Self.json(self.report(id, mustFail ? .stopped : .running, generation: order.generation))
        }
        router.post("kernels/:id/interrupt") { request, context in
            _ = try self.note(request, context)
            return Response(status: .noContent)
        }
        router.get("kernels/:id/logs") { request, context in
            _ = try self.note(request, context)
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: [0x6c, 0x6f, 0x67, 0xff])))
        }
        return router
    }

    private func addNode(to router: Router<BasicRequestContext>) {
        router.get("node") { _, _ in
            let node = self.state.withLock { state in
                state.questions += 1
                return state.node
            }
            guard let node else { return Response(status: .notFound) }
            return try Self.json(node)
        }
        router.get("kernels") { _, _ in try Self.json([KernelReport]()) }
        router.get("events") { _, _ in
            let (stream, continuation) = AsyncStream<AgentEvent>.makeStream()
            self.state.withLock { $0.followers.append(continuation) }
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "\n"))
                    for await event in stream {
                        try await writer.write(
                            ByteBuffer(bytes: try JSONValue(encoding: event).encoded + [UInt8(ascii: "\n")]))
                    }
                    try await writer.finish(nil)
                })
        }
    }

    private func note(_ request: Request, _ context: BasicRequestContext) throws -> String {
        let id = try context.parameters.require("id")
        state.withLock { $0.orders.append("\(request.method.rawValue) \(request.uri.path.replacing(id, with: "ID"))") }
        return id
    }

    private func report(
        _ id: String, _ phase: KernelPhase, reason: StatusReason = .userRequested, generation: Int? = nil
    ) -> KernelReport {
        var statistics = KernelStatistics()
        (statistics.cpuUsed, statistics.memory) = (12.5, 4096)
        return KernelReport(
            kernel: KernelID(rawValue: id), session: state.withLock { $0.sessions[id] } ?? SessionID(rawValue: ""),
            phase: phase, container: "container-1", reason: phase == .stopped ? reason : nil,
            exitCode: phase == .stopped ? 137 : nil, statistics: statistics, generation: generation
        )
    }

    private static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(value))))
    }

    private static let silent: Runner = { _, socket in for try await _ in socket.inbound {} }
}

extension WebSocketConnection {
    /// Sends a frame as a runner does.
    func send(_ frame: Frame) async throws { try await send(binary: ByteBuffer(bytes: frame.message)) }

    func send(_ event: RunnerEvent) async throws { try await send(try Frame.control(event)) }

    /// The next frame that the manager sends; nil at the end.
    func frame(_ iterator: WebSocketInbound.AsyncIterator) async throws -> Frame? {
        guard case .binary(let buffer)? = try await iterator.next() else { return nil }
        return try Frame(message: buffer.readableBytesView)
    }
}
