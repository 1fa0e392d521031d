import Core
import HTTPTypes
import NIOCore
import WebServer

/// What the manager reads from the head of a request before anything else, in one pass over its headers.
///
/// A class, so that contexts that are copied from step to step hand on one reference.
final class ReceivedRequest: Sendable {
    /// How a request tells who makes it.
    enum Mode: Sendable {
        /// By a signature.
        case signature
        /// By the cookie of a login, below `/func`.
        case session
    }

    /// What takes part in authentication.
    let signed: SignedRequest
    /// How it tells who makes it.
    let mode: Mode
    /// The path without the query, percent-encoded; in session mode what follows `/func`.
    let path: Substring
    /// The method to route by.
    let method: HTTPRequest.Method
    /// The page that a browser makes the request for.
    let origin: String?
    /// The other end of the connection.
    private let peer: SocketAddress?
    /// What proxies say about whom they have heard from.
    private let forwarded: String?
    private let forwardedScheme: String?
    /// What shows a login.
    let cookie: LoginCookie?
    /// What a preflight asks for.
    let preflight: CORSPolicy.Preflight?
    /// Whether something follows the head.
    let hasBody: Bool
    /// What is wrong with the head, whatever the route.
    let fault: BackendError?

    init(head: HTTPRequest, remoteAddress: SocketAddress?) {
        var fields = Fields()
        for field in head.headerFields { fields.take(field) }
        var form = TargetForm(head.path ?? "", host: head.authority ?? "")
        mode = form.target.hasPrefix("/func/") ? .session : .signature
        if mode == .session { form.target.removeFirst("/func".count) }
        method = fields.method(instead: head.method)
        // The sender signs the method that is meant; in the original's scheme that of the request line is signed.
        signed = SignedRequest(
            method: method != head.method && fields.isSealed ? method.rawValue : head.method.rawValue,
            target: form.target,
            host: head.authority ?? "", contentType: fields.contentType, date: fields.date,
            apiVersion: fields.version ?? fields.legacyVersion, authorization: fields.authorization,
            nonce: fields.nonce, digest: fields.digest)
        path = form.target.prefix { $0 != "?" }
        origin = fields.origin
        peer = remoteAddress
        forwarded = fields.forwarded
        forwardedScheme = fields.forwardedScheme
        cookie = LoginCookie(in: fields.cookie)
        hasBody = fields.hasBody
        preflight = fields.origin.flatMap { origin in
            fields.wantedMethod.map { CORSPolicy.Preflight(origin: origin, method: $0, headers: fields.wantedHeaders) }
        }
        fault = form.fault ?? fields.fault
    }

    /// Whether a cookie plays a part in it, or will.
    var usesCookie: Bool { mode == .session || path.hasPrefix("/server/") }

    /// Whether a proxy that is believed says that it came by TLS.
    func isSecure(behind proxies: ClientNetworks) -> Bool {
        guard forwardedScheme?.lowercased() == "https", let peer = peer.flatMap({ IPAddress($0) }) else { return false }
        return proxies.contains(peer)
    }

    /// Who sends it, through the proxies that are believed; nil on a unix socket.
    func client(behind proxies: ClientNetworks) -> IPAddress? {
        peer.flatMap { IPAddress($0) }.map { ClientOrigin.address(peer: $0, forwarded: forwarded, proxies: proxies) }
    }
}

/// The target of a request line: a path, or an address of which the path is part (RFC 9112 §3.2.2).
private struct TargetForm {
    /// Path and query, as they were sent.
    var target: String
    var fault: BackendError?

    init(_ text: String, host: String) {
        target = text
        guard text.utf8.first != UInt8(ascii: "/") else { return }
        if text == "*" { return }
        guard let separator = text.firstRange(of: "://"),
            ["http", "https"].contains(text[..<separator.lowerBound].lowercased())
        else {
            fault = BackendError(.badRequest, "the target `\(text.prefix(200))` is neither a path nor an address")
            return
        }
        let rest = text[separator.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        // Two names for one server are a way to make a proxy and it see different requests.
        guard rest[..<end].lowercased() == host.lowercased() else {
            fault = BackendError(.badRequest, "the target names another host than the header `Host`")
            return
        }
        target = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
    }
}

/// The headers that the manager looks at, as they are met.
private struct Fields {
    var contentType: String?
    var date: String?
    private var dateRank = 0
    var version: String?
    var legacyVersion: String?
    var authorization: [String] = []
    var nonce: String?
    var digest: String?
    var origin: String?
    var forwarded: String?
    var forwardedScheme: String?
    var cookie: String?
    var wantedMethod: String?
    var wantedHeaders: String?
    var hasBody = false
    private var override: String?
    var fault: BackendError?

    mutating func take(_ field: HTTPField) {
        switch field.name.canonicalName {
        case "content-type": contentType = field.value
        case "authorization":
            authorization.append(field.value)
        case "date": take(date: field.value, rank: 3)
        case "x-backendai-date": take(date: field.value, rank: 2)
        case "x-sorna-date": take(date: field.value, rank: 1)
        case "x-backendai-version": version = field.value
        case "x-sorna-version": legacyVersion = field.value
        case "x-backendai-nonce": nonce = field.value
        case "x-backendai-content-sha256": digest = field.value
        case "origin": origin = field.value
        case "content-length": hasBody = hasBody || field.value != "0"
        case "transfer-encoding": hasBody = true
        case "x-forwarded-for": forwarded = forwarded.map { $0 + "," + field.value } ?? field.value
        case "x-forwarded-proto": forwardedScheme = field.value
        case "cookie": cookie = cookie.map { $0 + "; " + field.value } ?? field.value
        case "x-method-override": override = field.value
        case "access-control-request-method": wantedMethod = field.value
        case "access-control-request-headers": wantedHeaders = field.value
        case "host":
            // The first one is the authority and not among the fields.
            fault = BackendError(.badRequest, "more than one Host header")
        default: break
        }
    }

    private mutating func take(date text: String, rank: Int) {
        guard rank > dateRank else { return }
        (date, dateRank) = (text, rank)
    }

    /// Whether the signature is of the scheme that covers the body; asked of few requests.
    var isSealed: Bool { authorization.contains { $0.contains(SignatureScheme.body.rawValue) } }

    /// The method to route by: POST may stand for another one.
    ///
    /// Only POST: a request that was signed as a reading one must not become one that deletes.
    func method(instead method: HTTPRequest.Method) -> HTTPRequest.Method {
        guard let override, method == .post || isSealed, let other = HTTPRequest.Method(override.uppercased()) else {
            return method
        }
        return other
    }
}

extension IPAddress {
    /// The address of a socket; nil for one of the file system.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4, .v6:
            guard let text = address.ipAddress else { return nil }
            self.init(parsing: text)
        case .unixDomainSocket: return nil
        }
    }
}
