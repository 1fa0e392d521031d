import Glibc
import Testing

@testable import Transport

@Suite("HTTP client")
struct HTTPClientTests {
    @Test("returns status, headers and body, whatever the status", arguments: [200, 404, 500])
    func status(code: Int) async throws {
        try await TestServer.run { server, client in
            let response = try await client.send(server.request("/status?code=\(code)"))

            #expect(response.status == code)
            #expect(response.text == "as asked")
            #expect(response.headers.values(for: "x-one") == ["1", "3"])
            #expect(response.headers["X-TWO"] == "2")
        }
    }

    @Test(
        "sends the target byte for byte",
        arguments: [
            "/a/../b/./c//d", "/x?", "/?q=%2f%2F&r=a+b", "/%7euser/%41?x={}|\\^`\"<>", "?only=query",
            "/caf\u{E9}?\u{FC}=1",
        ]
    )
    func target(target: String) async throws {
        try await TestServer.run { server, client in
            let response = try await client.send(server.request(target))
            let sent = target.hasPrefix("/") ? target : "/" + target

            #expect(response.text.hasPrefix("GET \(sent) HTTP/1.1\r\n"))
        }
    }

    @Test("adds nothing to the head but Host and the length")
    func head() async throws {
        try await TestServer.run { server, client in
            let host = "Host: 127.0.0.1:\(server.port)\r\n"
            let bare = try await client.send(server.request("/a"))
            #expect(bare.text == "GET /a HTTP/1.1\r\n\(host)\r\n")

            let body = try await client.send(server.request("/a", method: "POST", body: Array("{}".utf8)))
            #expect(body.text == "POST /a HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\n{}")

            let headers: HTTPHeaders = ["X-B": "1", "x-a": "", "X-B": "2", "Host": "other", "Content-Length": "99"]
            let given = try await client.send(server.request("/a", headers: headers))
            #expect(given.text == "GET /a HTTP/1.1\r\nHost: other\r\nX-B: 1\r\nx-a:\r\nX-B: 2\r\n\r\n")
        }
    }

    @Test(
        "sends a body with any method, and a length where the method means one",
        arguments: [
            ("GET", "abc", "3"), ("DELETE", "abc", "3"), ("PATCH", "abc", "3"), ("PURGE", "abc", "3"), ("GET", "", "0"),
            ("POST", nil, "0"), ("PUT", nil, "0"), ("GET", nil, nil), ("DELETE", nil, nil), ("OPTIONS", nil, nil),
        ] as [(String, String?, String?)]
    )
    func body(method: String, body: String?, length: String?) async throws {
        try await TestServer.run { server, client in
            let request = server.request("/echo", method: method, body: body.map { Array($0.utf8) })
            let text = try await client.send(request).text
            let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)

            #expect(lines.first == "\(method) /echo HTTP/1.1")
            #expect(lines.first { $0.hasPrefix("Content-Length") } == length.map { "Content-Length: \($0)" })
            #expect(text.hasSuffix("\r\n\r\n" + (body ?? "")))
        }
    }

    @Test("sends a large body without asking first", arguments: [65_536, 65_537, 5_000_000])
    func largeBody(size: Int) async throws {
        try await TestServer.run { server, client in
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let echoed = try await client.send(server.request("/echo", method: "PUT", body: body))

            #expect(echoed.body.suffix(size) == body[...])
            #expect(!String(decoding: echoed.body.prefix(200), as: UTF8.self).contains("Expect"))
        }
    }

    @Test("reads no body after HEAD and skips interim responses")
    func headAndInterim() async throws {
        try await TestServer.run { server, client in
            let head = try await client.send(server.request("/head", method: "HEAD", body: [1]))
            #expect(head.headers["Content-Length"] == "100")
            #expect(head.body.isEmpty)

            let interim = try await client.send(server.request("/interim"))
            #expect(interim.status == 200)
            #expect(interim.text == "final")
            #expect(interim.headers["Link"] == nil)
        }
    }

    @Test("joins chunks and leaves trailers out")
    func chunked() async throws {
        try await TestServer.run { server, client in
            let response = try await client.send(server.request("/chunked"))

            #expect(response.text == "one two three")
            #expect(response.headers["X-Trailer"] == nil)
        }
    }

    @Test("refuses a body over the limit and ends the transfer")
    func limit() async throws {
        try await TestServer.run { server, client in
            await #expect(throws: TransportError.tooLarge(limit: 1000)) {
                try await client.send(server.request("/big?size=100000000"), maximumBodySize: 1000)
            }
            let isClosed1 = try await server.closed(1, client)
            #expect(isClosed1)
            #expect(try await client.send(server.request("/big?size=1000"), maximumBodySize: 1000).body.count == 1000)
        }
    }

    @Test("uses one connection for requests one after another, and as many as it takes at once")
    func reuse() async throws {
        try await TestServer.run { server, client in
            for _ in 0..<20 { _ = try await client.send(server.request("/small")) }
            #expect(try await server.number("connections", client) == 1)

            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<200 { group.addTask { try await client.send(server.request("/small")).text } }
                for try await text in group { #expect(text == "hello") }
            }
        }
    }

    @Test("replaces a kept connection that the server has closed", arguments: ["GET", "POST"])
    func dead(method: String) async throws {
        try await TestServer.run { server, client in
            for _ in 0..<10 {
                #expect(try await client.send(server.request("/last")).text == "last")
                let response = try await client.send(server.request("/echo", method: method, body: Array("again".utf8)))
                #expect(response.text.hasSuffix("again"))
            }
        }
    }

    @Test("says why no response came")
    func endings() async throws {
        try await TestServer.run { server, client in
            for target in ["/early", "/nothing"] {
                let error = await #expect(throws: TransportError.self) { try await client.send(server.request(target)) }
                guard case .closed(code: nil, _) = error else {
                    Issue.record("\(target): \(String(describing: error))")
                    continue
                }
            }
            let garbage = await #expect(throws: TransportError.self) {
                try await client.send(server.request("/garbage"))
            }
            guard case .protocolViolation = garbage else {
                Issue.record("\(String(describing: garbage))")
                return
            }
        }
    }

    @Test("says that nobody listens")
    func unreachable() async throws {
        let client = HTTPClient()
        await #expect(throws: TransportError.unreachable(endpoint: "http://127.0.0.1:1/", reason: "connection refused"))
        {
            try await client.send(HTTPRequest(url: "http://127.0.0.1:1/x"))
        }
        await #expect(throws: TransportError.unreachable(endpoint: "/nowhere", reason: "no such file or directory")) {
            try await client.send(HTTPRequest(url: "http://localhost/x", unixSocket: "/nowhere"))
        }
        await client.shutdown()
    }

    @Test("gives up after the idle timeout, before and within the body", arguments: ["/silent", "/half"])
    func timeout(target: String) async throws {
        try await TestServer.run { server, client in
            var request = server.request(target)
            request.timeout = .milliseconds(50)
            let error = await #expect(throws: TransportError.self) { try await client.send(request) }
            #expect(error?.description.hasPrefix("timed out: no byte from `http://127.0.0.1:") == true)
            let isClosed1 = try await server.closed(1, client)
            #expect(isClosed1)
        }
    }

    @Test("ends the transfer when the task is cancelled")
    func cancellation() async throws {
        try await TestServer.run { server, client in
            let task = Task { try await client.send(server.request("/silent")) }
            while try await server.number("connections", client) < 2 { await Task.yield() }
            task.cancel()

            #expect(await task.result == .failure(.cancelled))
            let isClosed1 = try await server.closed(1, client)
            #expect(isClosed1)
        }
    }

    @Test("fails everything under way at shutdown and all that comes later")
    func shutdown() async throws {
        try await TestServer.run { server, client in
            let task = Task { try await client.send(server.request("/silent")) }
            while try await server.number("connections", client) < 2 { await Task.yield() }
            await client.shutdown()

            #expect(await task.result == .failure(TransportLoop.stoppedError))
            await #expect(throws: TransportLoop.stoppedError) { try await client.send(server.request("/small")) }
            await client.shutdown()
        }
    }

    @Test(
        "refuses a malformed request before it connects",
        arguments: [
            HTTPRequest(url: "ftp://x/"), HTTPRequest(url: "/x"), HTTPRequest(url: "http:///x"),
            HTTPRequest(url: "http://u:p@127.0.0.1:1/"), HTTPRequest(url: "http://127.0.0.1:1/a b"),
            HTTPRequest(url: "http://127.0.0.1:1/a\r\nX: 1"), HTTPRequest(method: "GE T", url: "http://127.0.0.1:1/"),
            HTTPRequest(url: "http://127.0.0.1:1/", headers: ["X": "1\r\nY: 2"]),
            HTTPRequest(url: "http://127.0.0.1:1/", headers: ["X Y": "1"]),
            HTTPRequest(url: "http://127.0.0.1:1/", requiredPeer: 0),
            HTTPRequest(url: "http://127.0.0.1:1/", unixSocket: String(repeating: "x", count: 108)),
        ]
    )
    func malformed(request: HTTPRequest) async {
        let client = HTTPClient()
        let error = await #expect(throws: TransportError.self) { try await client.send(request) }
        guard case .failed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}

extension Result where Success == HTTPResponse, Failure == any Error {
    fileprivate static func == (result: Self, expected: Result<HTTPResponse, TransportError>) -> Bool {
        switch (result, expected) {
        case (.success(let one), .success(let other)): one == other
        case (.failure(let one as TransportError), .failure(let other)): one == other
        default: false
        }
    }
}
