/// An absolute URL taken apart without changing a byte of it.
struct Endpoint: Sendable, Equatable {
    /// Whether the connection is TLS.
    let isSecure: Bool
    /// The host and port as written: `127.0.0.1:8081`, `[::1]:80`, `example.com`.
    let authority: String
    /// The path and query as written; `/` when the URL has neither.
    let target: String

    /// The URL that names the connection alone.
    var connectionURL: String { (isSecure ? "https://" : "http://") + authority + "/" }

    /// The `Host` field: the authority without the scheme's default port.
    var host: String {
        let port = isSecure ? ":443" : ":80"
        return authority.hasSuffix(port) ? String(authority.dropLast(port.count)) : authority
    }

    /// Whether the host is this machine by its name or address, which no proxy is asked for.
    var isLoopback: Bool {
        let name = authority.lowercased()
        return ["localhost", "[::1]"].contains { name == $0 || name.hasPrefix($0 + ":") } || name.hasPrefix("127.")
    }

    /// Parses `url`; `ws` and `wss` stand for `http` and `https`.
    init(url: String) throws(TransportError) {
        let schemes = [("http://", false), ("https://", true), ("ws://", false), ("wss://", true)]
        let lower = url.prefix(8).lowercased()
        guard let (prefix, isSecure) = schemes.first(where: { lower.hasPrefix($0.0) }) else {
            throw .failed(reason: "`\(url)` is not an absolute http or https URL")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .failed(reason: "`\(url)` has a space or control character that must be percent-encoded")
        }
        let rest = url.utf8.dropFirst(prefix.utf8.count)
        let end = rest.firstIndex { [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        let authority = String(Substring(rest[..<(end ?? rest.endIndex)]))
        guard !authority.isEmpty,
            !authority.utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "\\") })
        else {
            throw .failed(reason: "`\(url)` must name a host and carry no credentials")
        }
        let target = rest[(end ?? rest.endIndex)...].prefix { $0 != UInt8(ascii: "#") }
        self.isSecure = isSecure
        self.authority = authority
        self.target = (target.first == UInt8(ascii: "/") ? "" : "/") + String(Substring(target))
    }
}
