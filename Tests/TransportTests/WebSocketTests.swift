import Testing

@testable import Transport

@Suite("WebSocket")
struct WebSocketTests {
    @Test(
        "sends and receives texts and bytes of every length form",
        arguments: [0, 1, 125, 126, 65_535, 65_536, 1_000_003])
    func echo(size: Int) async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/echo"))
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let text = String(repeating: "ä", count: size / 2)

            try await socket.send(binary: bytes)
            try await socket.send(text: text)
            #expect(try await socket.receive() == .binary(bytes))
            #expect(try await socket.receive() == .text(text))

            await socket.close(code: 3001, reason: "enough")
            #expect(try await socket.receive() == nil)
            #expect(socket.closeCode == 3001)
            #expect(socket.closeReason == "enough")
        }
    }

    @Test("sends the target byte for byte, the headers in order, and takes the subprotocol")
    func upgrade() async throws {
        try await TestServer.run { server, client in
            let headers: HTTPHeaders = ["X-B": "1", "X-A": "", "Sec-WebSocket-Protocol": "one, two"]
            let socket = try await client.webSocket(server.request("/ws/head?a=/../%2f", headers: headers))
            guard case .binary(let bytes) = try await socket.receive() else {
                Issue.record("no head")
                return
            }
            let lines = String(decoding: bytes, as: UTF8.self).split(
                separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.first == "GET /ws/head?a=/../%2f HTTP/1.1")
            #expect(lines.dropFirst().first == "Host: 127.0.0.1:\(server.port)")
            #expect(lines.suffix(3) == ["X-B: 1", "X-A: ", "Sec-WebSocket-Protocol: one, two"])

            let echo = try await client.webSocket(server.request("/ws/echo", headers: headers))
            #expect(echo.subprotocol == "two")
        }
    }

    @Test("loses no frame that comes in the same segment as the upgrade")
    func early() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/early"))
            #expect(try await socket.receive() == .text("early"))
            #expect(try await socket.receive() == .text("bird"))
            #expect(try await socket.receive() == nil)
            #expect(socket.closeCode == 1000)
        }
    }

    @Test("joins fragments and answers the ping between them")
    func fragments() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/fragments"))
            #expect(try await socket.receive() == .text("grün"))
            #expect(try await socket.receive() == .text("10 between"))
        }
    }

    @Test("answers the peer's close and refuses to send after it")
    func peerCloses() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/close?code=1011"))
            #expect(try await socket.receive() == .text("before"))
            #expect(try await socket.receive() == nil)
            #expect(try await socket.receive() == nil)
            #expect(socket.closeCode == 1011)
            #expect(socket.closeReason == "because")
            await #expect(throws: TransportError.closed(code: 1011, reason: "because")) {
                try await socket.send(text: "x")
            }
            let isClosed = try await server.closed(1, client)
            #expect(isClosed)
            #expect(try await closeCodes(server, client) == "03f3")
        }
    }

    @Test("tells the end of the connection from a close")
    func end() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/end"))
            #expect(try await socket.receive() == .text("before"))
            let error = await #expect(throws: TransportError.self) { try await socket.receive() }
            #expect(error == .closed(code: nil, reason: "the connection ended without a close frame"))
            await socket.close()
            #expect(socket.closeCode == nil)
        }
    }

    @Test("throws a refusal with its whole body", arguments: ["length", "chunked", "close"])
    func refused(how: String) async throws {
        try await TestServer.run { server, client in
            let error = await #expect(throws: TransportError.self) {
                try await client.webSocket(server.request("/ws/refuse?how=\(how)"))
            }
            guard case .refused(let response) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(response.status == 403)
            #expect(response.headers["content-type"] == "application/problem+json")
            #expect(response.text == #"{"type":"about:blank","title":"no"}"#)
            let isClosed = try await server.closed(1, client)
            #expect(isClosed)
        }
    }

    @Test("cuts the body of a refusal at 64 KiB and refuses a wrong answer to its key")
    func refusedBadly() async throws {
        try await TestServer.run { server, client in
            let endless = await #expect(throws: TransportError.self) {
                try await client.webSocket(server.request("/ws/refuse?how=endless"))
            }
            guard case .refused(let response) = endless else {
                Issue.record("\(String(describing: endless))")
                return
            }
            #expect(response.body.count == 65_536)

            let wrong = await #expect(throws: TransportError.self) {
                try await client.webSocket(server.request("/ws/wrong"))
            }
            #expect(wrong == .protocolViolation(reason: "a WebSocket upgrade that does not answer our key"))
            await #expect(throws: TransportError.self) {
                try await client.webSocket(server.request("/ws/nothing-there"))
            }
        }
    }

    @Test(
        "ends with the right close code when the peer breaks the protocol",
        arguments: [
            ("rsv", "03ea"), ("opcode", "03ea"), ("masked", "03ea"), ("orphan", "03ea"), ("utf8", "03ef"),
            ("huge", "03f1"),
        ]
    )
    func violation(how: String, code: String) async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/bad?how=\(how)"))
            let error = await #expect(throws: TransportError.self) { try await socket.receive() }
            switch error {
            case .protocolViolation, .tooLarge(limit: 16_777_216): break
            default: Issue.record("\(String(describing: error))")
            }
            let isClosed = try await server.closed(1, client)
            #expect(isClosed)
            #expect(try await closeCodes(server, client) == code)
        }
    }

    @Test("times out an upgrade that is not answered")
    func timeout() async throws {
        try await TestServer.run { server, client in
            var request = server.request("/ws/silent")
            request.timeout = .milliseconds(50)
            let error = await #expect(throws: TransportError.self) { try await client.webSocket(request) }
            #expect(error?.description.hasPrefix("timed out: ") == true)
            let isClosed = try await server.closed(1, client)
            #expect(isClosed)
        }
    }

    @Test("says that nobody listens")
    func unreachable() async throws {
        let client = HTTPClient()
        await #expect(throws: TransportError.unreachable(endpoint: "http://127.0.0.1:1/", reason: "connection refused"))
        {
            try await client.webSocket(HTTPRequest(url: "ws://127.0.0.1:1/x"))
        }
    }

    /// The first two bytes, in hexadecimal, of each close frame that the server has read.
    private func closeCodes(_ server: TestServer, _ client: HTTPClient) async throws -> String {
        let socket = try await client.webSocket(server.request("/ws/pongs"))
        guard case .text(let text) = try await socket.receive() else { return "" }
        return text
    }
}
