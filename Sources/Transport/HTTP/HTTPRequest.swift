/// One HTTP/1.1 request, sent as it stands: no redirects, no added encodings, no `Expect`.
public struct HTTPRequest: Sendable {
    /// The method in the case to be sent, such as `GET`.
    public var method: String
    /// The absolute URL, `http` or `https`; its path and query are sent byte for byte.
    ///
    /// They must therefore be percent-encoded already; a fragment is not sent.
    public var url: String
    /// The path of a unix socket to connect to instead of the URL's host, at most 107 bytes.
    public var unixSocket: String?
    /// The user id that must own the listening end of ``unixSocket``; `nil` for any.
    ///
    /// It is checked (SO_PEERCRED, unix(7)) before the first byte is sent; another owner makes
    /// the request fail with ``TransportError/unreachable(endpoint:reason:)``.
    public var requiredPeer: UInt32?
    /// The header fields, in order.
    ///
    /// `Content-Length` is computed and never taken from here;
    /// `Host` is derived from the URL unless it is given.
    public var headers: HTTPHeaders
    /// The body, or `nil` for none.
    ///
    /// An empty one sends `Content-Length: 0`; `nil` does so only where the method means a body
    /// (`POST`, `PUT`, `PATCH`). `HEAD` never sends one.
    public var body: [UInt8]?
    /// The longest time to resolve, connect and agree on TLS.
    public var connectTimeout: Duration
    /// The longest silence once connected, in either direction; zero for none.
    ///
    /// It does not run while a consumer holds the response back. For a WebSocket it covers the
    /// upgrade only.
    public var timeout: Duration
    /// Whether a TLS certificate must be valid and be the host's.
    public var verifiesCertificate: Bool

    /// Describes a request to `url`.
    public init(
        method: String = "GET",
        url: String,
        unixSocket: String? = nil,
        requiredPeer: UInt32? = nil,
        headers: HTTPHeaders = [:],
        body: [UInt8]? = nil,
        connectTimeout: Duration = .seconds(10),
        timeout: Duration = .zero,
        verifiesCertificate: Bool = true
    ) {
        self.method = method
        self.url = url
        self.unixSocket = unixSocket
        self.requiredPeer = requiredPeer
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.verifiesCertificate = verifiesCertificate
    }
}
