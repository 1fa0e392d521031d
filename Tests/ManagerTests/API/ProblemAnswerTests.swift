import Core
import Testing
import Transport

@testable import Manager

@Suite("Answers to requests that cannot be met")
struct ProblemAnswerTests {
    private static func slug(_ answer: TestManager.Answer) -> String {
        String(answer.body["type"]?.text?.dropFirst(ProblemCode.prefix.count) ?? "")
    }

    @Test("an unknown path is 404 with the path, signed or not; a trailing slash makes another path")
    func unknownPath() async throws {
        try await TestManager.with { manager in
            for target in ["/nosuch", "/nosuch/deeper?x=1", "/session/", "//session", "/session/a/b/c"] {
                for keypair in [nil, TestManager.user] {
                    let answer = try await manager.send("GET", target, by: keypair)
                    #expect(answer.status == 404, "\(target)")
                    #expect(Self.slug(answer) == "url-not-found")
                    #expect(answer.body["title"] == "Unknown URL path.")
                    #expect(answer.body["data"]?.text == String(target.prefix { $0 != "?" }))
                    #expect(answer.headers["Content-Type"] == "application/problem+json; charset=utf-8")
                }
            }
        }
    }

    @Test("a known path under another method is 405 with the methods that it knows")
    func wrongMethod() async throws {
        try await TestManager.with { manager in
            let answer = try await manager.send("DELETE", "/auth")
            #expect(answer.status == 405)
            #expect(Self.slug(answer) == "method-not-allowed")
            #expect(answer.headers["Allow"] == "GET,OPTIONS,POST")
            #expect(try await manager.send("PUT", "/session/any").headers["Allow"] == "DELETE,GET,OPTIONS,PATCH,POST")
        }
    }

    @Test("nothing but public routes answers without a signature")
    func anonymous() async throws {
        try await TestManager.with { manager in
            for (method, target) in [
                ("POST", "/session"), ("GET", "/session/any"), ("DELETE", "/session/any"), ("POST", "/admin/gql"),
                ("GET", "/auth"), ("GET", "/session/any/logs"), ("GET", "/stream/session/any/execute"),
            ] {
                let answer = try await manager.send(method, target, method == "POST" ? "{}" : nil, by: nil)
                #expect(answer.status == 401, "\(method) \(target)")
                #expect(Self.slug(answer) == "auth-failed")
                #expect(answer.body["msg"] == "Unauthorized access")
            }
            #expect(
                try await manager.send("GET", "/", by: nil, version: nil).text
                    == #"{"version":"v7.20230615","manager":"23.09.10","signatures":["HMAC-SHA256","HMAC-SHA256-BODY"]}"#
            )
            #expect(
                try await manager.send("GET", "/manager/announcement", by: nil).text
                    == #"{"enabled":false,"message":""}"#)
            #expect(
                try await manager.send("GET", "/config/resource-slots", by: nil).text
                    == #"{"cpu":"count","mem":"bytes"}"#)
        }
    }

    @Test("a version that is not known is refused on public routes, too")
    func version() async throws {
        try await TestManager.with { manager in
            let answer = try await manager.send("GET", "/", by: nil, version: "v99.19990101")
            #expect(answer.status == 400)
            #expect(Self.slug(answer) == "generic-bad-request")
            #expect(answer.body["msg"] == "Unsupported API version.")
        }
    }

    @Test("two Authorization headers are refused, even if one of them is right")
    func twoSignatures() async throws {
        try await TestManager.with { manager in
            let answer = try await manager.send(
                "GET", "/auth?echo=x", headers: [("Authorization", "BackendAI signMethod=HMAC-SHA256, credential=A:b")])
            #expect(answer.status == 400)
            #expect(Self.slug(answer) == "invalid-auth-params")
        }
    }

    @Test("the echo of /auth takes body or query, and nothing but `echo`")
    func echo() async throws {
        try await TestManager.with { manager in
            #expect(
                try await manager.send("POST", "/auth", #"{"echo":"hello"}"#).text
                    == #"{"authorized":"yes","echo":"hello"}"#)
            let decoded = try await manager.send("GET", "/auth?echo=a%20b%2Bc")
            #expect(decoded.body["echo"] == "a b+c")
            for (body, data) in [
                ("{}", #"{"echo":"is required"}"#), (#"{"echo":1}"#, #"{"echo":"value is not a string"}"#),
                (#"{"echo":"x","other":1}"#, #"{"other":"other is not allowed key"}"#),
                (#"{"echo":null}"#, #"{"echo":"is required"}"#),
            ] {
                let answer = try await manager.send("POST", "/auth", body)
                #expect(answer.status == 400)
                #expect(answer.body["msg"] == "Input validation error")
                #expect(answer.body["data"]?.encodedText == data)
            }
        }
    }

    @Test(
        "a body that is no JSON object is told as malformed", arguments: ["{", "not json", "\u{0}", "[1", #"{"a":}"#])
    func malformed(body: String) async throws {
        try await TestManager.with { manager in
            for target in ["/auth", "/session", "/admin/gql"] {
                let answer = try await manager.send("POST", target, body)
                #expect(answer.status == 400)
                #expect(Self.slug(answer) == "invalid-api-params")
                #expect(answer.body["msg"] == "Malformed body")
            }
        }
    }

    @Test("a body that is nested too deep is told as malformed, and the manager lives on")
    func deepBody() async throws {
        try await TestManager.with { manager in
            let deep = String(repeating: "[", count: 1 << 20)
            let order = try await manager.send("POST", "/session", deep)
            #expect(order.body["msg"] == "Malformed body")
            let query = try await manager.send("POST", "/admin/gql", deep)
            #expect(query.body["msg"] == "Malformed body")
            #expect(try await manager.send("GET", "/auth?echo=x").status == 200)
        }
    }

    @Test("a body beyond the limit is 413 with a hint", .timeLimit(.minutes(1)))
    func largeBody() async throws {
        try await TestManager.with { manager in
            let answer = try await manager.send("POST", "/session", String(repeating: " ", count: (32 << 20) + 1))
            #expect(answer.status == 413)
            #expect(Self.slug(answer) == "body-too-large")
            #expect(answer.body["hint"] != nil)
        }
    }
}
