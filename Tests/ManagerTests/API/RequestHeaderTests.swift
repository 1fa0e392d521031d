import Core
import HTTPTypes
import TestSupport
import Testing
import Transport

@testable import Manager

@Suite("Headers of answers")
struct RequestHeaderTests {
    @Test("every answer names its request, failures, refused WebSockets and nonsense included")
    func requestIDs() async throws {
        try await TestManager.with { manager in
            var names: Set<String> = []
            for (method, target, keypair) in [
                ("GET", "/", nil), ("GET", "/auth?echo=x", TestManager.user), ("GET", "/nosuch", nil),
                ("POST", "/session", nil), ("DELETE", "/auth", nil), ("OPTIONS", "/session", nil),
            ] as [(String, String, Keypair?)] {
                let answer = try await manager.send(method, target, by: keypair)
                let name = try #require(answer.headers["X-Request-ID"])
                #expect(name.count == 13)
                #expect(names.insert(name).inserted)
                #expect(answer.body["requestId"] == nil && answer.body["request_id"] == nil)
            }
            let refused = try RawClient(port: manager.port)
            try await refused.send(RawClient.upgradeRequest("/stream/session/any/execute"))
            #expect(try await refused.reply().header("x-request-id")?.count == 13)
            let nonsense = try RawClient(port: manager.port)
            try await nonsense.send("nonsense\r\n\r\n")
            let reply = try await nonsense.reply()
            #expect(reply.status == 400)
            #expect(reply.header("x-request-id")?.count == 13)
        }
    }

    @Test(
        "the client's own name is taken when it is one",
        arguments: [
            ("abc-1.2_X", true), (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
            ("a b", false), ("", false), ("a/b", false), ("ä", false),
        ]
    )
    func ownNames(name: String, isTaken: Bool) async throws {
        try await TestManager.with { manager in
            let client = try RawClient(port: manager.port)
            let reply = try await client.request("GET", "/", headers: "X-Request-ID: \(name)\r\n")
            #expect((reply.header("x-request-id") == name) == isTaken)
            #expect(reply.header("x-request-id")?.isEmpty == false)
            let upgrade = RawClient.upgradeRequest("/stream/session/any/execute")
            try await client.send(upgrade.replacing("Host: test:1\r\n", with: "Host: t\r\nX-Request-ID: \(name)\r\n"))
            #expect((try await client.reply().header("x-request-id") == name) == isTaken)
        }
    }

    @Test("answers that report no failure tell the rate limit, those that do don't")
    func rates() async throws {
        try await TestManager.with { manager in
            let anonymous = try await manager.send("GET", "/", by: nil)
            #expect(anonymous.headers["X-RateLimit-Limit"] == "1000")
            #expect(anonymous.headers["X-RateLimit-Remaining"] == "1000")
            #expect(anonymous.headers["X-RateLimit-Window"] == "900")
            // A signature on a route of anybody is not looked at.
            #expect(try await manager.send("GET", "/").headers["X-RateLimit-Remaining"] == "1000")
            for left in [29_999, 29_998] {
                let answer = try await manager.send("GET", "/auth?echo=x", by: TestManager.user)
                #expect(answer.headers["X-RateLimit-Limit"] == "30000")
                #expect(answer.headers["X-RateLimit-Remaining"] == "\(left)")
            }
            for (target, keypair) in [("/nosuch", nil), ("/auth", nil), ("/auth", TestManager.user)] {
                let answer = try await manager.send("GET", target, by: keypair)
                #expect(answer.status >= 400)
                #expect(answer.headers["X-RateLimit-Limit"] == nil)
            }
        }
    }

    @Test("a page of another origin may read every answer, and no cookie counts")
    func origins() async throws {
        try await TestManager.with { manager in
            let page = [("Origin", "http://example.com")]
            let answer = try await manager.send("GET", "/auth?echo=x", headers: page)
            #expect(answer.headers["Access-Control-Allow-Origin"] == "http://example.com")
            #expect(
                answer.headers["Access-Control-Expose-Headers"]
                    == "Server,Date,Content-Length,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Window,X-Request-ID"
            )
            #expect(answer.headers["Access-Control-Allow-Credentials"] == nil)
            #expect(answer.headers["Vary"] == "Origin")
            let failure = try await manager.send("GET", "/nosuch", by: nil, headers: page)
            #expect(failure.headers["Access-Control-Allow-Origin"] == "http://example.com")
            #expect(try await manager.send("GET", "/").headers["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test("a preflight is answered for methods that the path knows; other OPTIONS are no request")
    func preflights() async throws {
        try await TestManager.with { manager in
            func ask(_ target: String, _ method: String?) async throws -> TestManager.Answer {
                var headers = [
                    ("Origin", "http://example.com"), ("Access-Control-Request-Headers", "authorization, content-type"),
                ]
                if let method { headers.append(("Access-Control-Request-Method", method)) }
                return try await manager.send("OPTIONS", target, by: nil, headers: headers)
            }
            let answer = try await ask("/session", "POST")
            #expect(answer.status == 200)
            #expect(answer.text.isEmpty)
            #expect(answer.headers["Content-Type"] == "application/octet-stream")
            #expect(answer.headers["Access-Control-Allow-Origin"] == "http://example.com")
            #expect(answer.headers["Access-Control-Allow-Methods"] == "POST")
            #expect(answer.headers["Access-Control-Allow-Headers"] == "AUTHORIZATION,CONTENT-TYPE")
            #expect(answer.headers["X-RateLimit-Limit"] == "1000")
            for (method, status) in [("PUT", 400), ("OPTIONS", 400)] {
                let refused = try await ask("/session", method)
                #expect(refused.status == status)
                #expect(refused.body["type"] == "https://api.backend.ai/probs/generic-bad-request")
                #expect(refused.body["msg"] == nil)
            }
            #expect(try await ask("/session", nil).status == 400)
            #expect(try await ask("/nosuch", "GET").status == 404)
            #expect(try await manager.send("OPTIONS", "/session", by: nil).status == 400)
        }
    }

    @Test("origins that are not named are refused, and with names cookies count in session mode alone")
    func namedOrigins() {
        let policy = CORSPolicy(allowedOrigins: ["https://app.example.com"])
        let own = CORSPolicy.Preflight(origin: "https://APP.example.com", method: "POST", headers: nil)
        let other = CORSPolicy.Preflight(origin: "https://evil.example.com", method: "POST", headers: nil)
        #expect(policy.answer(other, methods: ["POST"], usesCookie: false) == nil)
        #expect(policy.answer(own, methods: ["POST"], usesCookie: false)?[.accessControlAllowCredentials] == nil)
        #expect(policy.answer(own, methods: ["POST"], usesCookie: true)?[.accessControlAllowCredentials] == "true")
        let every = CORSPolicy(allowedOrigins: ["*"])
        #expect(every.answer(own, methods: ["POST"], usesCookie: true)?[.accessControlAllowCredentials] == nil)
        let none = CORSPolicy(allowedOrigins: [])
        #expect(none.answer(own, methods: ["POST"], usesCookie: false) == nil)
    }
}
