/// Why a request, a stream or a WebSocket ended without what was asked for.
public enum TransportError: Error, Sendable, Equatable {
    /// No connection was made: the name did not resolve, nobody listened, or the peer was not the one required.
    case unreachable(endpoint: String, reason: String)
    /// The connect timeout or the idle timeout of the request passed.
    case timedOut(reason: String)
    /// TLS failed: the certificate, the host name or the handshake.
    case tls(reason: String)
    /// The server answered a WebSocket upgrade with something else; the body is cut at 64 KiB.
    case refused(HTTPResponse)
    /// The connection ended too early; `code` is the WebSocket close code, if one was sent.
    case closed(code: UInt16?, reason: String)
    /// The peer broke HTTP or RFC 6455.
    case protocolViolation(reason: String)
    /// The response body or a message is longer than `limit` bytes.
    case tooLarge(limit: Int)
    /// The task was cancelled.
    case cancelled
    /// Anything else: a malformed request, a client that was shut down, no memory.
    case failed(reason: String)
}

extension TransportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let endpoint, let reason): "cannot reach `\(endpoint)`: \(reason)"
        case .timedOut(let reason): "timed out: \(reason)"
        case .tls(let reason): "TLS failed: \(reason)"
        case .refused(let response): "the server refused the WebSocket with status `\(response.status)`"
        case .closed(let code?, let reason): "the connection was closed with code `\(code)`: \(reason)"
        case .closed(nil, let reason): "the connection was closed: \(reason)"
        case .protocolViolation(let reason): "the peer broke the protocol: \(reason)"
        case .tooLarge(let limit): "more than the limit of `\(limit)` bytes"
        case .cancelled: "cancelled"
        case .failed(let reason): reason
        }
    }
}
