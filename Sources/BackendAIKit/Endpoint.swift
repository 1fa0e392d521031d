/// Where a manager is: an absolute `http` or `https` URL, its path put before every API path.
public struct Endpoint: Sendable, Equatable, CustomStringConvertible {
    /// Why a text is no endpoint.
    public struct Malformed: Error, Equatable, CustomStringConvertible {
        /// The text.
        public let text: String

        public var description: String { "`\(text)` is not an absolute http or https URL" }
    }

    /// `http` or `https`.
    public let scheme: String
    /// Host and port as in the `Host` header: a port that is the scheme's own is left out.
    public let authority: String
    /// The path without its trailing slash; empty for none.
    public let basePath: String

    /// Reads a URL such as `http://127.0.0.1:8081`.
    public init(parsing text: String) throws(Malformed) {
        let trimmed = text.trimmingSuffix { $0 == "/" }
        guard let separator = trimmed.firstRange(of: "://") else { throw Malformed(text: text) }
        let scheme = trimmed[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https", !trimmed.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw Malformed(text: text)
        }
        let rest = trimmed[separator.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let host = rest[..<slash]
        guard !host.isEmpty, !host.contains("@"), host.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
            throw Malformed(text: text)
        }
        let ownPort = scheme == "http" ? ":80" : ":443"
        self.scheme = scheme
        authority = String(host.hasSuffix(ownPort) ? host.dropLast(ownPort.count) : host)
        basePath = String(rest[slash...])
    }

    /// The manager at `port` of this machine.
    public init(loopbackPort port: Int) {
        scheme = "http"
        authority = "127.0.0.1:\(port)"
        basePath = ""
    }

    /// The URL without a trailing slash.
    public var description: String { "\(scheme)://\(authority)\(basePath)" }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
