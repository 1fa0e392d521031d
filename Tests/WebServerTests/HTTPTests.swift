import TestSupport
import Testing

@testable import WebServer

@Suite("Plain requests")
struct HTTPTests {
    @Test(
        "the target reaches handlers byte for byte",
        arguments: [
            "/told/a%2Fb", "/told/a+b?c+d=%2B", "/told//x//y", "/told/%ED%95%9C%ea%b8%80?q=%ED%95%9C", "/told/x?",
            "/told/x?a=1&a=2&b", "/told/%2e%2E/x", "/told/x;y=1,2", "http://other:80/told/a%2Fb?c",
        ]
    )
    func target(target: String) async throws {
        let body = try await RunningServer.with { try await $0.connect().request("GET", target).body }

        #expect(body.split(separator: "\n", omittingEmptySubsequences: false)[1] == target)
    }

    @Test(
        "host, content type and each of two authorization headers reach handlers as sent",
        arguments: ["GET", "POST", "DELETE"])
    func headers(method: String) async throws {
        let reply = try await RunningServer.with { server in
            try await server.connect().request(
                method,
                "/told/x",
                headers:
                    "Content-Type: Application/JSON; charset=UTF-8\r\nAuthorization: first a=1\r\nauthorization: second\r\n",
                body: "{}"
            )
        }

        #expect(
            reply.body.split(separator: "\n", omittingEmptySubsequences: false) == [
                "\(method)", "/told/x", "test:1", "Application/JSON; charset=UTF-8", "first a=1 | second", "{}",
            ])
        #expect(reply.status == 200)
        #expect(reply.header("server") == "test")
        #expect(reply.header("date")?.hasSuffix(" GMT") == true)
        #expect(reply.header("connection") == nil)
    }

    @Test("a request for another protocol is answered and ends its connection, as often as it is tried")
    func h2c() async throws {
        try await RunningServer.with { server in
            for _ in 0..<2 {
                let client = try server.connect()
                let reply = try await client.request(
                    "POST",
                    "/told/x",
                    headers:
                        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n",
                    body: "body"
                )
                #expect(reply.status == 200)
                #expect(reply.body.hasSuffix("\nbody"))
                #expect(reply.header("connection") == "close")
                #expect(try await client.isAtEnd())
            }
        }
    }

    @Test("`Connection: close` and HTTP/1.0 end the connection after the response")
    func close() async throws {
        try await RunningServer.with { server in
            for head in ["GET /hello HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", "GET /hello HTTP/1.0\r\n\r\n"] {
                let client = try server.connect()
                try await client.send(head)
                let reply = try await client.reply()
                #expect(reply.body == "hello")
                #expect(reply.header("connection") == "close")
                #expect(try await client.isAtEnd())
            }
        }
    }

    @Test("pipelined requests are answered in order, and the last of them may close")
    func pipelined() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            let first = "POST /told/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none"
            let last = "GET /told/2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            try await client.send(first + last)
            let replies = [try await client.reply(), try await client.reply()]
            #expect(replies.map { $0.body.split(separator: "\n")[1] } == ["/told/1", "/told/2"])
            #expect(replies.map { $0.header("connection") } == [nil, "close"])
            #expect(try await client.isAtEnd())
        }
    }

    @Test("HEAD is answered without a body, so that the next response is where its reader looks")
    func head() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send("HEAD /absent HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await client.reply(hasBody: false).status == 404)
            #expect(try await client.request("GET", "/hello").body == "hello")
        }
    }

    @Test("a client that asks before it sends a body is told to go on")
    func expectContinue() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send(
                "POST /told/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try await client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            try await client.send("ok")
            #expect(try await client.reply().body.hasSuffix("\nok"))
        }
    }

    @Test("bytes that are not HTTP are answered 400 and end the connection")
    func malformed() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.send("\u{16}\u{03}\u{01} no http\r\n\r\n")
            let reply = try await client.reply()
            #expect(reply.status == 400)
            #expect(reply.header("connection") == "close")
            #expect(try await client.isAtEnd())
        }
    }

    @Test("a connection without requests is closed after the idle time")
    func idle() async throws {
        var configuration = RunningServer.local
        configuration.idleTimeout = .milliseconds(50)
        try await RunningServer.with(configuration) { server in
            let client = try server.connect()
            #expect(try await client.isAtEnd())
        }
    }
}
