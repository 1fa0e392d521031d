public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// An HTTP/1.1 server with WebSockets on the same port, over TCP or a unix socket.
///
/// Plain requests go to a Hummingbird responder, upgrade requests to a ``WebSocketRouting`` first.
///
/// A signature over the request can be checked on both ways, since nothing is decoded, normalised or merged:
/// - `request.head.path` is the request target byte for byte as sent (`//`, `%2F`, `+`, a bare `?`);
///   `request.uri` is parsed from it, and `request.uri.queryParameters` has its escapes decoded.
/// - `request.head.authority` is the `Host` header; it is not among `request.headers`.
/// - `request.headers[.contentType]` and all others keep their value; `request.headers[values:]` has every
///   repetition of a name on its own, where `request.headers[_:]` joins them by a comma.
///
/// Requests of any method may have a body. Any request of a connection may upgrade to WebSocket; one for another
/// protocol (`Upgrade: h2c`) is answered as if it had not asked, with `Connection: close`.
///
/// The task of a plain request is not cancelled when its client leaves; writing a streamed body throws then.
public struct WebServer: Service {
    private let configuration: WebServerConfiguration
    private let services: Connection.Services
    private let onListening: @Sendable (WebServerAddress) async -> Void
    private let logger: Logger

    /// Creates a server; ``run()`` binds it.
    ///
    /// - Parameters:
    ///   - responder: Answers plain requests, such as `router.buildResponder()`.
    ///   - webSocket: Decides about upgrade requests; by default all of them are plain requests.
    ///   - configuration: Where to listen, and limits.
    ///   - logger: Gets events of connections at `info` and below.
    ///   - onListening: Called once when connections are accepted, with the port that was really taken.
    public init<Responder: HTTPResponder>(
        responder: Responder,
        webSocket: any WebSocketRouting = NoWebSockets(),
        configuration: WebServerConfiguration,
        logger: Logger,
        onListening: @escaping @Sendable (WebServerAddress) async -> Void = { _ in }
    ) where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        let stamp = ResponseStamp(serverName: configuration.serverName)
        let responding = Responding(responder: responder, stamp: stamp, logger: logger)
        services = Connection.Services(
            http: HTTP1Channel { request, writer, channel in
                try await responding.respond(to: request, writer: writer, channel: channel)
            },
            routing: webSocket,
            stamp: stamp,
            settings: WebSocketSettings(
                maximumMessageSize: configuration.maximumMessageSize,
                pingInterval: configuration.pingInterval.map { TimeAmount($0) }
            ),
            idleTimeout: configuration.idleTimeout.map { TimeAmount($0) },
            logger: logger
        )
        self.configuration = configuration
        self.onListening = onListening
        self.logger = logger
    }

    /// Serves until graceful shutdown, which plain requests and closing handshakes may outlast by the configured grace.
    ///
    /// WebSockets are closed with 1001. Whatever is left after the grace is cut off and its task cancelled; the method
    /// returns when all handlers have. Cancellation is a shutdown without grace.
    ///
    /// - Throws: ``WebServerError`` when it cannot listen.
    public func run() async throws {
        guard let threads = configuration.eventLoopThreads else {
            return try await run(on: MultiThreadedEventLoopGroup.singleton)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(threads, 1))
        do {
            try await run(on: group)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func run(on group: any EventLoopGroup) async throws {
        let listener = try await Listener.bind(configuration, on: group, services: services)
        logger.info("listening", metadata: ["server.address": "\(listener.address)"])
        await withTaskCancellationOrGracefulShutdownHandler {
            await onListening(listener.address)
            await serve(listener)
        } onCancelOrGracefulShutdown: {
            listener.close()
        }
    }

    private func serve(_ listener: Listener) async {
        await withDiscardingTaskGroup { group in
            // Ends when the listener is closed. Every accepted connection must be served, see Connection.init.
            while let connection = await listener.accepted.next() {
                group.addTask { await connection.serve() }
            }
            listener.connections.quiesce()
            await waitForGrace(of: listener.connections)
            listener.connections.close()
            group.cancelAll()
        }
        logger.info("stopped listening", metadata: ["server.address": "\(listener.address)"])
    }

    /// Waits until all connections are closed or the grace is over.
    private func waitForGrace(of connections: OpenConnections) async {
        await withDiscardingTaskGroup { group in
            let closed = Mailbox<Void>()
            group.addTask {
                await connections.closed()
                closed.finish()
            }
            group.addTask {
                try? await Task.sleep(for: configuration.shutdownGrace)
                connections.close()
            }
            _ = await closed.next()
            group.cancelAll()
        }
    }
}

/// Takes every request for a plain one.
public struct NoWebSockets: WebSocketRouting {
    /// Creates the routing of a server without WebSockets.
    public init() {}

    public func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision { .notWebSocket }
}
