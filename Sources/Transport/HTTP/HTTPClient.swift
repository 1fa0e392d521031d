/// An HTTP/1.1 and WebSocket client over TCP, TLS and unix sockets.
///
/// Nothing is created before the first request; then one thread serves all of them. Connections
/// are kept and reused, up to 64 idle ones. A reused connection that turns out to be dead is
/// replaced silently as long as no byte of the response has come.
public final class HTTPClient: Sendable {
    private let owner = LoopOwner()

    /// Creates a client; this costs nothing.
    public init() {}

    /// Sends `request` and waits for the whole response, whatever its status.
    ///
    /// Cancelling the task ends the transfer at once.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - maximumBodySize: The longest body accepted, in bytes.
    /// - Returns: The response, even if its status says that something failed.
    /// - Throws: ``TransportError/tooLarge(limit:)`` for a longer one.
    public func send(
        _ request: HTTPRequest,
        maximumBodySize: Int = 16 * 1024 * 1024
    ) async throws(TransportError) -> HTTPResponse {
        if Task.isCancelled { throw .cancelled }
        let collector = ResponseCollector(limit: maximumBodySize)
        let loop = owner.loop
        let id = loop.newID()
        try loop.submit(.start(id, RequestPlan(request), collector))
        return try await collector.outcome.value {
            if collector.outcome.resolve(.failure(.cancelled)) { loop.notify(.cancel(id)) }
        }.get()
    }

    /// Sends `request` and returns as soon as the head of the response is here.
    public func stream(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponseStream {
        if Task.isCancelled { throw .cancelled }
        let loop = owner.loop
        let id = loop.newID()
        let feed = ResponseFeed { loop.notify(.resume(id)) }
        try loop.submit(.start(id, RequestPlan(request), feed))
        let lifetime = LoopLease(id, owner)
        let head = try await feed.head.value { feed.head.resolve(.failure(.cancelled)) }.get()
        return HTTPResponseStream(
            status: head.status, headers: head.headers, body: HTTPBody(feed: feed, lifetime: lifetime))
    }

    /// Opens a WebSocket at `request.url` (`http`, `https`, `ws` or `wss`) with `request.headers`.
    ///
    /// The method and the body are not used. Subprotocols are offered as `Sec-WebSocket-Protocol`.
    ///
    /// - Throws: ``TransportError/refused(_:)`` with the whole answer when the server says no.
    public func webSocket(_ request: HTTPRequest) async throws(TransportError) -> WebSocket {
        if Task.isCancelled { throw .cancelled }
        let loop = owner.loop
        let id = loop.newID()
        let plan = try RequestPlan(request)
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let upgrade = try WebSocketUpgrade(plan, headers: request.headers, nonce: nonce)
        let channel = WebSocketChannel {
            loop.notify(.resume(id))
        } onFrames: {
            loop.notify(.flush(id))
        }
        try loop.submit(.open(id, plan, upgrade, channel))
        let lifetime = LoopLease(id, owner)
        let opening = try await channel.opened.value { channel.opened.resolve(.failure(.cancelled)) }.get()
        return WebSocket(opening, channel: channel, lifetime: lifetime)
    }

    /// Connects to where `request.url` is and sends nothing: what follows is the caller's.
    ///
    /// - Throws: ``TransportError``.
    public func connect(_ request: HTTPRequest) async throws(TransportError) -> ByteConnection {
        if Task.isCancelled { throw .cancelled }
        let loop = owner.loop
        let id = loop.newID()
        let channel = WebSocketChannel {
            loop.notify(.resume(id))
        } onFrames: {
            loop.notify(.flush(id))
        }
        try loop.submit(.open(id, RequestPlan(request), nil, channel))
        let lifetime = LoopLease(id, owner)
        _ = try await channel.opened.value { channel.opened.resolve(.failure(.cancelled)) }.get()
        return ByteConnection(channel: channel, lifetime: lifetime)
    }

    /// Ends every request, stream and WebSocket and waits until the thread is gone.
    ///
    /// A program that is about to exit should call it, so that no TLS connection is in use while
    /// the libraries' exit handlers run.
    public func shutdown() async {
        owner.loop.stop()
        await owner.loop.ended.wait()
    }
}
