import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// One accepted connection: plain requests to the responder, upgrade requests to the routing.
struct Connection: Sendable {
    private let http: HTTP1Channel.Value
    private let offers: AsyncStream<HTTPRequest>
    private let exchange: NIOLoopBound<HTTPExchangeHandler>
    private let services: Services
    private let executor: EventLoopExecutor

    /// What the connections of a server share.
    struct Services: Sendable {
        let http: HTTP1Channel
        let routing: any WebSocketRouting
        let stamp: ResponseStamp
        let settings: WebSocketSettings
        let idleTimeout: TimeAmount?
        let logger: Logger
    }

    /// Installs the handlers; must run on the channel's event loop.
    ///
    /// ``serve()`` must be called afterwards, or the `NIOAsyncChannel` at the end of the pipeline traps.
    init(channel: any Channel, services: Services) throws {
        let pipeline = channel.pipeline.syncOperations
        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let (offers, continuation) = AsyncStream<HTTPRequest>.makeStream()
        let handler = HTTPExchangeHandler(
            encoder: encoder,
            decoder: decoder,
            stamp: services.stamp,
            settings: services.settings,
            idleTimeout: services.idleTimeout,
            offers: continuation
        )
        try pipeline.addHandler(encoder)
        try pipeline.addHandler(decoder)
        try pipeline.addHandler(handler)
        http = try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        exchange = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        self.offers = offers
        self.services = services
        executor = EventLoopExecutor(channel.eventLoop)
    }

    /// Answers requests until the connection ends.
    ///
    /// All of it on the connection's thread: two threads that wake each other for every request cost more than most
    /// requests do.
    func serve() async {
        await withTaskExecutorPreference(executor) {
            await withDiscardingTaskGroup { group in
                group.addTask { await services.http.handle(value: http, logger: services.logger) }
                for await request in offers { await answer(request) }
            }
        }
    }

    private func answer(_ request: HTTPRequest) async {
        let upgrade = WebSocketUpgrade(head: request, remoteAddress: http.channel.remoteAddress)
        switch await services.routing.respond(to: upgrade) {
        case .accept(var headers, let handler):
            headers[RequestIdentity.header] = upgrade.identity
            guard let socket = await accept(upgrade, headers: headers) else { return }
            await run(handler, on: socket)
        case .refuse(let status, let headers, let body):
            let response = HTTPResponse(status: status, headerFields: headers)
            await onLoop { $0.refuse(response, body: ByteBuffer(bytes: body), for: upgrade.identity) }
        case .notWebSocket:
            await onLoop { $0.forwardOffer() }
        }
    }

    private func run(
        _ handler: @Sendable (WebSocketConnection) async throws -> Void,
        on socket: WebSocketConnection
    ) async {
        do {
            try await handler(socket)
            await socket.close(code: .normal)
        } catch is CancellationError {
            await socket.close(code: .goingAway)
        } catch WebSocketError.closed {
            // A send met the end of the connection; not the handler's failure.
            await socket.close(code: .normal)
        } catch {
            services.logger.info(
                "websocket handler failed",
                metadata: ["error": "\(error)", RequestIdentity.logKey: "\(socket.upgrade.identity)"])
            await socket.close(code: .internalError)
        }
    }

    private func accept(_ upgrade: WebSocketUpgrade, headers: HTTPFields) async -> WebSocketConnection? {
        let channel = http.channel
        return try? await channel.eventLoop.flatSubmit { [exchange] in
            exchange.value.accept(upgrade, headers: HTTPHeaders(headers), channel: channel)
        }.get()
    }

    private func onLoop(_ action: @escaping @Sendable (HTTPExchangeHandler) -> Void) async {
        try? await http.channel.eventLoop.submit { [exchange] in action(exchange.value) }.get()
    }
}
