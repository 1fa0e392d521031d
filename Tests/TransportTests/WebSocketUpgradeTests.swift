import Testing

@testable import Transport

@Suite("WebSocket upgrade")
struct WebSocketUpgradeTests {
    private let nonce = Array("the sample nonce".utf8)

    private func upgrade(url: String = "https://h:443/chat?x=%2F", headers: HTTPHeaders = [:]) throws
        -> WebSocketUpgrade
    {
        try WebSocketUpgrade(RequestPlan(HTTPRequest(url: url)), headers: headers, nonce: nonce)
    }

    @Test("answers the sample key of RFC 6455 §1.3")
    func accept() {
        #expect(WebSocketUpgrade.accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test(
        "uses SHA-1 (vectors of FIPS 180-4)",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ), (String(repeating: "a", count: 1_000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
        ]
    )
    func sha1(message: String, digest: String) {
        let hex = SHA1.digest(Array(message.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        #expect(hex == digest)
    }

    @Test("writes the request, its own fields instead of the caller's")
    func request() throws {
        let upgrade = try upgrade(headers: ["Upgrade": "h2c", "Authorization": "a", "sec-websocket-key": "x"])
        #expect(
            String(decoding: upgrade.request, as: UTF8.self) == """
                GET /chat?x=%2F HTTP/1.1\r
                Host: h\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Authorization: a\r
                \r

                """)
    }

    @Test("refuses a header that would smuggle another")
    func smuggling() {
        #expect(throws: TransportError.self) { try upgrade(headers: ["X": "1\r\nY: 2"]) }
    }

    @Test(
        "takes only an answer that RFC 6455 §4.1 allows",
        arguments: [
            ([:], true), (["Upgrade": "h2c"], false), (["Connection": "close"], false),
            (["Sec-WebSocket-Accept": "x"], false),
            (["Sec-WebSocket-Extensions": "permessage-deflate"], false), (["Sec-WebSocket-Protocol": "b"], true),
            (["Sec-WebSocket-Protocol": "c"], false),
        ] as [(HTTPHeaders, Bool)]
    )
    func check(changes: HTTPHeaders, isValid: Bool) throws {
        let upgrade = try upgrade(headers: ["Sec-WebSocket-Protocol": "a, b"])
        var headers: HTTPHeaders = [
            "upgrade": "WebSocket", "connection": "keep-alive, Upgrade",
            "sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        ]
        for field in changes.fields { headers[field.name] = field.value }
        let head = ResponseHead(status: 101, headers: headers)
        if isValid {
            #expect(try upgrade.check(head) == changes["Sec-WebSocket-Protocol"])
        } else {
            #expect(throws: TransportError.self) { try upgrade.check(head) }
        }
    }
}
