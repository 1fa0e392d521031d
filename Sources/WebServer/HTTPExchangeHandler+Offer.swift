import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// What becomes of an offered WebSocket.
extension HTTPExchangeHandler {
    /// Answers the offered request with an ordinary response; the connection goes on.
    func refuse(_ response: HTTPResponse, body: ByteBuffer, for identity: String) {
        guard let context, case .deciding = upgrade else { return }
        var fields = response.headerFields
        stamp.apply(to: &fields, for: identity)
        var response = HTTPResponseHead(HTTPResponse(status: response.status, headerFields: fields))
        response.headers.remove(name: "transfer-encoding")
        response.headers.replaceOrAdd(name: "content-length", value: "\(body.readableBytes)")
        upgrade = .none
        respond(response, context: context, promise: nil)
        if body.readableBytes > 0 {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        finishResponse(trailers: nil, context: context, promise: nil)
        context.flush()
        restartDecoder()
    }

    /// Answers the offered request with 101, or as ``WebSocketHandshake`` says if it is malformed.
    ///
    /// - Returns: The open WebSocket.
    /// - Throws: ``WebSocketHandshake/Refusal``, already answered, or that the connection is gone.
    func accept(
        _ upgrade: WebSocketUpgrade,
        headers: HTTPHeaders,
        channel: any Channel
    ) -> EventLoopFuture<WebSocketConnection> {
        guard case .deciding(let head) = self.upgrade, !exchange.isClosing else {
            refuse(HTTPResponse(status: .serviceUnavailable), body: ByteBuffer(), for: upgrade.identity)
            return channel.eventLoop.makeFailedFuture(WebSocketError.closed)
        }
        do throws(WebSocketHandshake.Refusal) {
            try WebSocketHandshake.check(head)
        } catch {
            var response = HTTPResponse(status: error.status, headerFields: error.headers)
            response.headerFields[.contentType] = "text/plain; charset=utf-8"
            refuse(response, body: ByteBuffer(string: error.reason + "\n"), for: upgrade.identity)
            return channel.eventLoop.makeFailedFuture(error)
        }
        return WebSocketHandshake.response(to: head, headers: headers, on: channel)
            .assumeIsolated()
            .flatMapThrowing { response in
                let handler = WebSocketChannelHandler(channel: channel, settings: self.settings)
                try self.switchProtocols(response, to: handler)
                return WebSocketConnection(upgrade: upgrade, channel: channel, handler: handler)
            }
            .nonisolated()
    }

    /// Hands the offered request to the router after all.
    func forwardOffer() {
        guard let context, case .deciding(let head) = upgrade else { return }
        upgrade = .none
        forward(head, context: context)
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
        restartDecoder()
    }

    /// Replaces the stopped decoder; the bytes it has kept go through the fresh one.
    private func restartDecoder() {
        guard let context else { return }
        let stopped = decoder
        decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(decoder, position: .before(self))
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            pipeline.removeHandler(stopped).assumeIsolated().whenComplete { _ in
                // The async channel hands requests on at the end of a read only, and none may follow.
                bound.value.context?.fireChannelReadComplete()
                bound.value.releaseReads()
            }
        } catch {
            context.close(promise: nil)
        }
    }

    /// Writes the 101 and replaces the HTTP handlers, this one included, by the WebSocket's.
    func switchProtocols(_ response: HTTPResponseHead, to socket: WebSocketChannelHandler) throws {
        guard let context, case .deciding = upgrade else { throw WebSocketError.closed }
        upgrade = .switched
        context.writeAndFlush(Self.wrapOutboundOut(.head(response)), promise: nil)
        let pipeline = context.pipeline.syncOperations
        let frames = WebSocketFrameDecoder(maxFrameSize: settings.maximumMessageSize)
        try pipeline.addHandler(WebSocketFrameEncoder(), position: .before(self))
        try pipeline.addHandler(ByteToMessageHandler(frames), position: .before(self))
        try pipeline.addHandler(socket, position: .before(self))
        pipeline.removeHandler(encoder, promise: nil)
        // Forwards the bytes that came in one segment with the request to the frame decoder.
        pipeline.removeHandler(decoder, promise: nil)
        releaseReads()
        pipeline.removeHandler(self, promise: nil)
    }
}
