public import HTTPTypes
public import NIOCore

/// Decides which upgrade requests become WebSockets.
///
/// Asked once for every request that offers a WebSocket (RFC 6455 §4.1), first or later on its connection,
/// before the router sees it. Authentication belongs here: an accepted request never reaches the router.
public protocol WebSocketRouting: Sendable {
    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision
}

/// What becomes of one upgrade request.
public enum WebSocketDecision: Sendable {
    /// Switches protocols and runs `handler` until it returns.
    ///
    /// `headers` are added to the 101, such as `Sec-WebSocket-Protocol`. A return closes with 1000, a thrown
    /// error with 1011. A request whose key or version is wrong is answered 400 or 426 and `handler` doesn't run.
    case accept(headers: HTTPFields = [:], handler: @Sendable (WebSocketConnection) async throws -> Void)
    /// Answers with a complete ordinary response; the connection goes on.
    case refuse(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = [])
    /// Hands the request to the router like any other.
    case notWebSocket
}

/// A request that offers a WebSocket.
public struct WebSocketUpgrade: Sendable {
    /// The request, in the form the router's handlers get too.
    public let head: HTTPRequest
    /// The address of the other end of the connection; `nil` once it is gone.
    public let remoteAddress: SocketAddress?
    /// Its name, which the answer carries as `X-Request-ID`.
    public let identity: String

    /// Creates an upgrade request, for tests of a routing.
    public init(head: HTTPRequest, remoteAddress: SocketAddress? = nil) {
        self.head = head
        self.remoteAddress = remoteAddress
        identity = RequestIdentity.of(head.headerFields)
    }

    /// The request target byte for byte as sent, percent escapes and empty query included: `/a%2Fb?`.
    public var target: String { head.path ?? "" }

    /// The `Host` header as sent; it is not among ``headers``.
    public var authority: String? { head.authority }

    /// All headers but the first `Host`; repeated ones stay separate, see `headers[values:]`.
    public var headers: HTTPFields { head.headerFields }

    /// The target before its first `?`, still percent-encoded.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The target after its first `?`, still percent-encoded; empty for a bare `?`, `nil` without one.
    public var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }
}
