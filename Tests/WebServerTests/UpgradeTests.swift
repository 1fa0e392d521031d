import TestSupport
import Testing

@testable import WebServer

@Suite("WebSocket upgrade")
struct UpgradeTests {
    @Test("works as the first request of a connection, with the accept value of RFC 6455 and added headers")
    func first() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send(RawClient.upgradeRequest("/ws/echo"))
            let reply = try await client.reply()
            #expect(reply.status == 101)
            #expect(reply.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(reply.header("sec-websocket-protocol") == "echo")
            try await client.send(.text("한글"))
            #expect(try await client.frame() == .text("한글"))
        }
    }

    @Test("works after plain requests on the same connection, pipelined ones too")
    func later() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            #expect(try await client.request("GET", "/hello").body == "hello")
            try await client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + RawClient.upgradeRequest("/ws/echo"))
            #expect(try await client.reply().body == "hello")
            #expect(try await client.reply().status == 101)
            try await client.send(.text("a"))
            #expect(try await client.frame() == .text("a"))
        }
    }

    @Test("takes frames that come in one segment with the request")
    func early() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send(
                Array(RawClient.upgradeRequest("/ws/echo").utf8) + RawClient.frame(1, Array("early".utf8)))
            #expect(try await client.reply().status == 101)
            #expect(try await client.frame() == .text("early"))
        }
    }

    @Test("refused is an ordinary response, after which the connection serves requests and upgrades")
    func refused() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            for _ in 0..<2 {
                try await client.send(RawClient.upgradeRequest("/ws/denied"))
                let reply = try await client.reply()
                #expect(reply.status == 401)
                #expect(reply.header("content-type") == "application/problem+json")
                #expect(reply.header("date") != nil)
                #expect(reply.body.hasPrefix(#"{"type":"#))
            }
            #expect(try await client.request("GET", "/hello").body == "hello")
            try await client.open("/ws/echo")
            try await client.send(.text("a"))
            #expect(try await client.frame() == .text("a"))
        }
    }

    @Test("refused leaves the requests pipelined behind it unharmed")
    func refusedPipelined() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send(RawClient.upgradeRequest("/ws/denied") + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await client.reply().status == 401)
            #expect(try await client.reply().body == "hello")
        }
    }

    @Test("offers pipelined in one segment are decided one after the other")
    func pipelinedOffers() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            let offers = ["/ws/denied", "/hello", "/ws/denied", "/ws/echo"].map { RawClient.upgradeRequest($0) }
            try await client.send(Array(offers.joined().utf8) + RawClient.frame(1, [65]))
            for status in [401, 200, 401, 101] { #expect(try await client.reply().status == status) }
            #expect(try await client.frame() == .text("A"))
        }
    }

    @Test("and everything before and after it may arrive byte by byte")
    func byteByByte() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            let text = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
            for request in [text, RawClient.upgradeRequest("/ws/denied"), text, RawClient.upgradeRequest("/ws/echo")] {
                for byte in request.utf8 { try await client.send([byte]) }
            }
            for byte in RawClient.frame(1, [65, 66], fin: false) + RawClient.frame(0, [67]) {
                try await client.send([byte])
            }
            for status in [200, 401, 200, 101] { #expect(try await client.reply().status == status) }
            #expect(try await client.frame() == .text("ABC"))
        }
    }

    @Test("of a path without WebSocket goes to the router", arguments: [("/hello", 200), ("/absent", 404)])
    func notWebSocket(path: String, status: Int) async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            for _ in 0..<2 {
                try await client.send(RawClient.upgradeRequest(path))
                #expect(try await client.reply().status == status)
            }
        }
    }

    @Test(
        "malformed is refused, and the connection goes on",
        arguments: [
            (RawClient.upgradeRequest("/ws/echo", key: nil), 400),
            (RawClient.upgradeRequest("/ws/echo", key: "short"), 400),
            (RawClient.upgradeRequest("/ws/echo", version: "8"), 426),
        ]
    )
    func malformed(request: String, status: Int) async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send(request)
            let reply = try await client.reply()
            #expect(reply.status == status)
            #expect(reply.header("sec-websocket-version") == (status == 426 ? "13" : nil))
            #expect(try await client.request("GET", "/hello").body == "hello")
        }
    }

    @Test("shows the routing the target, host and headers as sent, and the peer")
    func told() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            let request = RawClient.upgradeRequest("/ws/told/a%2Fb?")
            // A line end is one character.
            try await client.send(request.dropLast() + "Authorization: a\r\nAuthorization: b\r\n\r\n")
            #expect(try await client.reply().status == 101)
            #expect(try await client.frame() == .text("/ws/told/a%2Fb?\n/ws/told/a%2Fb\n\ntest:1\na | b\n127.0.0.1"))
            #expect(try await client.frame() == .close(1000))
        }
    }

    @Test("works on 300 connections at once")
    func many() async throws {
        try await RunningServer.with { server in
            var clients: [RawClient] = []
            for _ in 0..<300 { clients.append(try server.connect()) }
            try await withThrowingTaskGroup(of: RawClient.Frame.self) { group in
                for client in clients {
                    group.addTask {
                        try await client.open("/ws/echo")
                        try await client.send(.text("z"))
                        return try await client.frame()
                    }
                }
                for try await frame in group { #expect(frame == .text("z")) }
            }
        }
    }
}
