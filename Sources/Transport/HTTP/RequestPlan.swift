/// A request checked and written out as libcurl wants it.
///
/// A pure value, made on the caller's thread, so that a malformed request fails before anything
/// is started and the loop only copies settings.
struct RequestPlan: Sendable {
    /// How the method and the body are told to libcurl.
    enum Form: Sendable, Equatable {
        /// No body is sent and none announced.
        case bodiless
        /// As ``bodiless``, and the response has no body whatever its header says.
        case head
        /// The body is sent with its length.
        case body([UInt8])
    }

    let endpoint: Endpoint
    let method: String
    let form: Form
    let unixSocket: String?
    let requiredPeer: UInt32?
    /// Lines for CURLOPT_HTTPHEADER: `Name: value`, `Name;` for an empty value, `Name:` to leave out a default.
    let headerLines: [String]
    let connectTimeout: Duration
    /// `nil` for none.
    let timeout: Duration?
    let verifiesCertificate: Bool

    /// What an error calls the place asked for.
    var place: String { unixSocket ?? endpoint.connectionURL }

    /// Checks `request`.
    init(_ request: HTTPRequest) throws(TransportError) {
        guard Self.isToken(request.method) else {
            throw .failed(reason: "`\(request.method)` is not an HTTP method")
        }
        if let path = request.unixSocket, path.isEmpty || path.utf8.contains(0) || path.utf8.count > 107 {
            throw .failed(reason: "the path of unix socket `\(path)` must have 1 to 107 bytes")
        }
        guard request.requiredPeer == nil || request.unixSocket != nil else {
            throw .failed(reason: "a required peer needs a unix socket")
        }
        endpoint = try Endpoint(url: request.url)
        method = request.method
        form = Self.form(of: request)
        unixSocket = request.unixSocket
        requiredPeer = request.requiredPeer
        headerLines = try Self.lines(of: request.headers)
        connectTimeout = request.connectTimeout
        timeout = request.timeout > .zero ? request.timeout : nil
        verifiesCertificate = request.verifiesCertificate
    }

    private static func form(of request: HTTPRequest) -> Form {
        switch (request.method, request.body) {
        case ("HEAD", _): .head
        case (_, let body?): .body(body)
        case ("POST", nil), ("PUT", nil), ("PATCH", nil): .body([])
        default: .bodiless
        }
    }

    private static func lines(of headers: HTTPHeaders) throws(TransportError) -> [String] {
        var lines: [String] = []
        for field in headers.fields where !HTTPHeaders.matches(field.name, "Content-Length") {
            try check(field)
            lines.append(field.value.isEmpty ? field.name + ";" : field.name + ": " + field.value)
        }
        // What libcurl would add by itself: the first always, the second with POST, the third
        // with bodies over 1 MiB.
        for name in ["Accept", "Content-Type", "Expect"] where headers[name] == nil {
            lines.append(name + ":")
        }
        return lines
    }

    /// Refuses what would end the field early and smuggle another.
    static func check(_ field: HTTPHeaders.Field) throws(TransportError) {
        guard isToken(field.name), !field.value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
            throw .failed(reason: "header `\(field.name)` has a character that HTTP does not allow")
        }
    }

    /// Whether `text` is a token of RFC 9110 §5.6.2.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
