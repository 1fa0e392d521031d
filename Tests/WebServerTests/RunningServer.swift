import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TestSupport
import WebServer

/// A server under test, running until the closure given to ``with(_:routing:router:body:)`` returns.
struct RunningServer: Sendable {
    let address: WebServerAddress
    private let group: ServiceGroup

    static let local = WebServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), serverName: "test")

    var port: Int { address.port ?? 0 }

    func connect() throws -> RawClient { try RawClient(port: port) }

    func shutDown() async { await group.triggerGracefulShutdown() }

    static func with<Result: Sendable>(
        _ configuration: WebServerConfiguration = local,
        routing: any WebSocketRouting = TestRouting(),
        router: Router<BasicRequestContext> = testRouter(),
        body: @escaping @Sendable (RunningServer) async throws -> Result
    ) async throws -> Result {
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let (addresses, listening) = AsyncStream<WebServerAddress>.makeStream()
        let server = WebServer(
            responder: router.buildResponder(),
            webSocket: routing,
            configuration: configuration,
            logger: logger
        ) { listening.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        async let running: Void = {
            defer { listening.finish() }
            try await group.run()
        }()
        for await address in addresses {
            do {
                let result = try await body(RunningServer(address: address, group: group))
                await group.triggerGracefulShutdown()
                try await running
                return result
            } catch {
                await group.triggerGracefulShutdown()
                try? await running
                throw error
            }
        }
        try await running
        throw CancellationError()
    }

    static func testRouter() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("hello") { _, _ in "hello" }
        // A route for every method and path, that tells what it was given.
        for method in [HTTPRequest.Method.get, .post, .delete] {
            router.on("told/**", method: method) { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                return [
                    request.method.rawValue, request.head.path ?? "-", request.head.authority ?? "-",
                    request.headers[.contentType] ?? "-",
                    request.headers[values: .authorization].joined(separator: " | "),
                    String(buffer: body),
                ].joined(separator: "\n")
            }
        }
        return router
    }
}

/// Routes `/ws/…` by the word behind it.
struct TestRouting: WebSocketRouting {
    var handlers: [String: @Sendable (WebSocketConnection) async throws -> Void] = [:]

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        if let handler = handlers[upgrade.path] { return .accept(handler: handler) }
        switch upgrade.path {
        case "/ws/echo":
            return .accept(headers: [.secWebSocketProtocol: "echo"]) { socket in
                for try await message in socket.inbound {
                    switch message {
                    case .text(let text): try await socket.send(text: text)
                    case .binary(let data): try await socket.send(binary: data)
                    }
                }
            }
        case "/ws/denied":
            let problem = #"{"type":"https://api.backend.ai/probs/auth-failed","title":"no"}"#
            return .refuse(
                status: .unauthorized,
                headers: [.contentType: "application/problem+json"],
                body: Array(problem.utf8)
            )
        case "/ws/told/a%2Fb":
            let words = [
                upgrade.target, upgrade.path, upgrade.query ?? "-", upgrade.authority ?? "-",
                upgrade.headers[values: .authorization].joined(separator: " | "),
                upgrade.remoteAddress?.ipAddress ?? "-",
            ]
            return .accept { try await $0.send(text: words.joined(separator: "\n")) }
        default: return .notWebSocket
        }
    }
}

/// Lets tasks wait for something that happens once.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiters = state.withLock { state in
            defer { state = (true, []) }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

/// A number that handlers and tests share.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ more: Int) { count.add(more, ordering: .relaxed) }
}
