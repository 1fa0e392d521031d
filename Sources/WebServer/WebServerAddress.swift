/// A place to listen.
public enum WebServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// A TCP port of a host name or numeric address; port 0 takes any free one.
    case tcp(host: String, port: Int)
    /// A unix stream socket; a socket file that nobody listens on any more is replaced.
    case unixSocket(path: String)

    /// The TCP port, `nil` on a unix socket.
    public var port: Int? {
        switch self {
        case .tcp(_, let port): port
        case .unixSocket: nil
        }
    }

    /// The `host:port` or the path.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }
}
