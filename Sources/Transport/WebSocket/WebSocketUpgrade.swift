/// The client's half of the opening handshake (RFC 6455 §4.1).
struct WebSocketUpgrade: Sendable {
    /// The random value that the server must answer.
    let key: String
    /// The bytes of the request.
    let request: [UInt8]
    /// The subprotocols offered.
    let protocols: [String]

    /// Writes the request for `plan` with the headers of `request` and 16 random bytes as `nonce`.
    init(_ plan: RequestPlan, headers: HTTPHeaders, nonce: [UInt8]) throws(TransportError) {
        key = Self.base64(nonce)
        var lines = ["GET \(plan.endpoint.target) HTTP/1.1"]
        if headers["Host"] == nil { lines.append("Host: " + plan.endpoint.host) }
        lines += [
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + key,
        ]
        for field in headers.fields where !Self.own.contains(where: { HTTPHeaders.matches($0, field.name) }) {
            try RequestPlan.check(field)
            lines.append(field.name + ": " + field.value)
        }
        request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        protocols = headers.values(for: "Sec-WebSocket-Protocol").flatMap(Self.tokens)
    }

    /// What the handshake itself says, whatever the caller's headers do.
    private static let own = [
        "Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key", "Sec-WebSocket-Extensions",
        "Content-Length",
    ]

    /// Checks the server's half.
    ///
    /// - Returns: The subprotocol chosen, if any.
    func check(_ head: ResponseHead) throws(TransportError) -> String? {
        let headers = head.headers
        guard head.status == 101,
            headers.values(for: "Upgrade").flatMap(Self.tokens).contains(where: { HTTPHeaders.matches($0, "websocket") }
            ),
            headers.values(for: "Connection").flatMap(Self.tokens).contains(where: {
                HTTPHeaders.matches($0, "upgrade")
            })
        else { throw .protocolViolation(reason: "an upgrade to something else than a WebSocket") }
        guard headers["Sec-WebSocket-Accept"] == Self.accept(key) else {
            throw .protocolViolation(reason: "a WebSocket upgrade that does not answer our key")
        }
        guard headers["Sec-WebSocket-Extensions"] == nil else {
            throw .protocolViolation(reason: "a WebSocket extension that was not offered")
        }
        let chosen = headers["Sec-WebSocket-Protocol"]
        guard chosen.map(protocols.contains) ?? true else {
            throw .protocolViolation(reason: "WebSocket subprotocol `\(chosen ?? "")`, which was not offered")
        }
        return chosen
    }

    /// The answer to `key` (RFC 6455 §4.2.2).
    static func accept(_ key: String) -> String {
        base64(SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }

    private static func tokens(_ value: String) -> [String] {
        value.split { $0 == "," || $0 == " " || $0 == "\t" }.map(String.init)
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for index in 0..<4 {
                text.append(
                    index <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
