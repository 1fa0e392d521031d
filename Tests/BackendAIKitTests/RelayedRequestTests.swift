import Testing

@testable import BackendAIKit

@Suite("Relayed requests")
struct RelayedRequestTests {
    private static func parsed(_ lines: String...) -> RelayedRequest? {
        RelayedRequest(parsing: lines.joined(separator: "\r\n"))
    }

    @Test("keep what they ask and how, and lose what the signature brings along")
    func fields() throws {
        let request = try #require(
            Self.parsed(
                "POST /v7/session?x=%20 HTTP/1.1", "Host: localhost:8084",
                "Content-Type: application/json; charset=utf-8",
                "Content-Length: 2", "Authorization: Bearer x", "X-BackendAI-Version: v4.20190115", "Date: now",
                "Connection: keep-alive", "Cookie: a=b", "Origin: http://page"))

        #expect(request.method == "POST" && request.target == "/session?x=%20" && !request.isUpgrade)
        #expect(request.contentType == "application/json; charset=utf-8")
        #expect(request.headers.map(\.name) == ["Content-Length", "Origin"])
    }

    @Test("to become WebSockets keep what says so")
    func upgrade() throws {
        let request = try #require(
            Self.parsed(
                "GET /stream/session/a/pty HTTP/1.1", "Upgrade: WebSocket", "Connection: Upgrade",
                "Sec-WebSocket-Key: x"))

        #expect(request.isUpgrade && request.contentType == nil)
        #expect(request.headers.map(\.name) == ["Upgrade", "Connection", "Sec-WebSocket-Key"])
    }

    @Test(
        "are nothing else",
        arguments: ["", "GET", "GET /", "GET auth HTTP/1.1", "GET / HTTP/2", "GET / HTTP/1.1\r\nnonsense"])
    func nonsense(head: String) {
        #expect(RelayedRequest(parsing: head).map(\.target) == nil)
    }
}
