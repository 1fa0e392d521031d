import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Translates NIO's HTTP/1 parts to HTTPTypes, ends connections, and lets any request of a connection upgrade.
///
/// It replaces `HTTP1ToHTTPServerCodec`, which parses every target as a URL and rewrites absolute ones, and NIO's
/// upgrade handlers, which look at the first request of a connection only and leave a refused client waiting.
///
/// NIO's decoder stops after a request with `Upgrade`, so that the bytes behind it can go to the next protocol.
/// After a refusal a fresh decoder takes its place; requests for other protocols end their connection.
final class HTTPExchangeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    enum Upgrade {
        case none
        /// Earlier requests are unanswered, or the end of this one is to come.
        case waiting(HTTPRequestHead)
        /// The routing has been asked.
        case deciding(HTTPRequestHead)
        case switched
    }

    /// How long a client may go on sending after the last response.
    private static let lingering = TimeAmount.seconds(2)

    let stamp: ResponseStamp
    let settings: WebSocketSettings
    let encoder: HTTPResponseEncoder
    var decoder: ByteToMessageHandler<HTTPRequestDecoder>
    private let idleTimeout: TimeAmount?
    private let offers: AsyncStream<HTTPRequest>.Continuation

    var exchange = HTTPExchange()
    var upgrade = Upgrade.none
    private(set) var context: ChannelHandlerContext?
    private var speaksHTTP10 = false
    private var holdsReads = false
    private var hasHeldRead = false
    private var wasActive = true
    private var idleCheck: RepeatedTask?

    /// Creates a handler that yields the requests offering a WebSocket to `offers`, one at a time.
    init(
        encoder: HTTPResponseEncoder,
        decoder: ByteToMessageHandler<HTTPRequestDecoder>,
        stamp: ResponseStamp,
        settings: WebSocketSettings,
        idleTimeout: TimeAmount?,
        offers: AsyncStream<HTTPRequest>.Continuation
    ) {
        self.encoder = encoder
        self.decoder = decoder
        self.stamp = stamp
        self.settings = settings
        self.idleTimeout = idleTimeout
        self.offers = offers
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard let idleTimeout else { return }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        idleCheck = context.eventLoop.scheduleRepeatedTask(initialDelay: idleTimeout, delay: idleTimeout) { _ in
            bound.value.closeIfIdle()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        idleCheck?.cancel()
        offers.finish()
    }

    func channelInactive(context: ChannelHandlerContext) {
        offers.finish()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        if exchange.close() { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): receive(head, context: context)
        case .body(let body):
            guard exchange.isReceiving, case .none = upgrade else { return }
            context.fireChannelRead(Self.wrapInboundOut(.body(body)))
        case .end(let trailers):
            guard exchange.isReceiving else { return }
            exchange.receiveEnd()
            guard case .none = upgrade else { return offerIfFirst() }
            let fields = trailers.map { HTTPFields($0, splitCookie: false) }
            context.fireChannelRead(Self.wrapInboundOut(.end(fields)))
        }
    }

    func read(context: ChannelHandlerContext) {
        if holdsReads { hasHeldRead = true } else { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(let response): respond(HTTPResponseHead(response), context: context, promise: promise)
        case .body(let body):
            // An empty part writes nothing, and fulfils the promise in its turn.
            let sent = exchange.answersHEAD ? ByteBuffer() : body
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(sent))), promise: promise)
        case .end(let trailers):
            finishResponse(trailers: trailers.map(HTTPHeaders.init), context: context, promise: promise)
        }
    }
}

extension HTTPExchangeHandler {
    private func receive(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        // The decoder stops after CONNECT and after `Upgrade`; nothing behind such a request would be answered.
        let isWebSocket = WebSocketHandshake.isOffered(by: head)
        let stopsDecoder = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        let persists = head.version == .http1_1 && head.isKeepAlive && (isWebSocket || !stopsDecoder)
        guard exchange.receiveHead(isHEAD: head.method == .HEAD, persists: persists) else { return }
        wasActive = true
        speaksHTTP10 = head.version == .http1_0
        if isWebSocket {
            upgrade = .waiting(head)
        } else {
            forward(head, context: context)
        }
    }

    func forward(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard let request = try? HTTPRequest(verbatim: head) else {
            return context.fireErrorCaught(HTTPParserError.invalidMethod)
        }
        if exchange.unanswered == 1, !speaksHTTP10, head.headers["expect"].first?.lowercased() == "100-continue" {
            let proceed = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(Self.wrapOutboundOut(.head(proceed)), promise: nil)
        }
        context.fireChannelRead(Self.wrapInboundOut(.head(request)))
    }

    /// Offers the waiting request once everything before it is answered and it is complete itself.
    private func offerIfFirst() {
        guard case .waiting(let head) = upgrade, exchange.unanswered == 1, !exchange.isReceiving else { return }
        holdsReads = true
        upgrade = .deciding(head)
        guard let request = try? HTTPRequest(verbatim: head) else { return }
        offers.yield(request)
    }

    func respond(
        _ response: HTTPResponseHead,
        context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        var response = response
        if response.status.code >= 200 { RequestIdentity.complete(&response.headers) }
        if response.status.code < 200 {
            // Informational: the response is still to come.
        } else if response.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "close" }) {
            _ = exchange.close()
        } else if exchange.isLastResponse {
            response.headers.replaceOrAdd(name: "connection", value: "close")
        }
        if speaksHTTP10 { response.version = .http1_0 }
        context.write(Self.wrapOutboundOut(.head(response)), promise: promise)
    }

    func finishResponse(
        trailers: HTTPHeaders?,
        context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        // The encoder ends an unframed response to HEAD as if it had sent chunks.
        let end: OutboundOut = exchange.answersHEAD ? .body(.byteBuffer(ByteBuffer())) : .end(trailers)
        let continuation = exchange.completeResponse()
        guard continuation != .keepOpen else {
            context.write(Self.wrapOutboundOut(end), promise: promise)
            return offerIfFirst()
        }
        let written = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        // A close drops what is not yet written, hence not before.
        written.futureResult.assumeIsolated().whenComplete { _ in bound.value.close(continuation) }
        context.writeAndFlush(Self.wrapOutboundOut(end), promise: written)
    }

    private func close(_ continuation: HTTPExchange.Continuation) {
        guard let context else { return }
        guard continuation == .closeAfterInput else { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        let deadline = context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in deadline.cancel() }
    }

    private func closeIfIdle() {
        if exchange.unanswered == 0, !wasActive { context?.close(promise: nil) }
        wasActive = false
    }

    /// Reads on, unless the next request is an offer already.
    func releaseReads() {
        if case .deciding = upgrade { return }
        holdsReads = false
        guard hasHeldRead else { return }
        hasHeldRead = false
        context?.read()
    }
}

extension HTTPRequest {
    /// Takes over a request with its target and header values exactly as sent.
    ///
    /// The first `Host` becomes the authority; the other headers keep their order and repetitions.
    fileprivate init(verbatim head: HTTPRequestHead) throws {
        self.init(
            method: try Method(head.method),
            scheme: "http",
            authority: head.headers.first(name: "host"),
            path: head.uri,
            headerFields: HTTPFields(head.headers, splitCookie: false)
        )
    }
}
