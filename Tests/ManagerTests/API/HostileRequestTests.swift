import Core
import FoundationEssentials
import Signing
import TestSupport
import Testing

@testable import Manager

/// Over sockets, so that every byte is the test's own.
@Suite("Hostile requests")
struct HostileRequestTests {
    /// Sends a request that is signed rightly, with `changes` to what is sent afterwards.
    private static func send(
        _ method: String = "POST", _ target: String = "/auth", body: [UInt8] = Array(#"{"echo":"x"}"#.utf8),
        line: String? = nil, headers: String = "", length: String? = nil, dated date: Date = Date(),
        to manager: TestManager
    ) async throws -> RawClient.Reply {
        let header = RequestDate.header(for: date)
        let canonical = CanonicalRequest(
            method: method, target: target, date: header.text, host: "127.0.0.1:\(manager.port)",
            contentType: "application/json", apiVersion: "v7.20230615")
        let authorization = TestManager.user.authorization(for: canonical, day: header.day).text
        let client = try RawClient(port: manager.port)
        let head = """
            \(line ?? "\(method) \(target)") HTTP/1.1\r
            Host: 127.0.0.1:\(manager.port)\r
            Date: \(header.text)\r
            X-BackendAI-Version: v7.20230615\r
            Content-Type: application/json\r
            Authorization: \(authorization)\r
            \(length ?? "Content-Length: \(body.count)\r\n")\(headers)\r

            """
        try await client.send(Array(head.utf8) + body)
        return try await client.reply()
    }

    private static func slug(_ reply: RawClient.Reply) -> String? {
        (try? JSONValue(parsing: Array(reply.body.utf8)))?["type"]?.text.map {
            String($0.dropFirst(ProblemCode.prefix.count))
        }
    }

    @Test("the right one is answered")
    func right() async throws {
        try await TestManager.with { manager in
            let reply = try await Self.send(to: manager)
            #expect(reply.body == #"{"authorized":"yes","echo":"x"}"#)
        }
    }

    @Test("two signatures, two hosts, and two lengths are refused")
    func twice() async throws {
        try await TestManager.with { manager in
            let signatures = try await Self.send(
                headers: "Authorization: BackendAI signMethod=HMAC-SHA256, credential=A:b\r\n", to: manager)
            #expect(signatures.status == 400)
            #expect(Self.slug(signatures) == "invalid-auth-params")
            let hosts = try await Self.send(headers: "Host: other\r\n", to: manager)
            #expect(hosts.status == 400)
            #expect(Self.slug(hosts) == "generic-bad-request")
            for length in [
                "Content-Length: 12\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 12\r\n",
                "Content-Length: 12\r\nContent-Length: 11\r\n", "Content-Length: -1\r\n", "Content-Length: 1 2\r\n",
                "Content-Length: 99999999999999999999999\r\n", "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip\r\n",
            ] {
                let reply = try await Self.send(length: length, to: manager)
                #expect(reply.status == 400, "\(length)")
                #expect(reply.header("connection") == "close")
            }
        }
    }

    @Test("a target with a host is taken for its path when the host is the one of the header, else refused")
    func absoluteForm() async throws {
        try await TestManager.with { manager in
            let own = try await Self.send(line: "POST http://127.0.0.1:\(manager.port)/auth", to: manager)
            #expect(own.body == #"{"authorized":"yes","echo":"x"}"#)
            for target in [
                "http://other/auth", "http://127.0.0.1/auth", "http://127.0.0.1:\(manager.port)@other/auth",
                "ftp://127.0.0.1:\(manager.port)/auth", "auth",
            ] {
                let reply = try await Self.send(line: "POST \(target)", to: manager)
                #expect(reply.status == 400, "\(target)")
            }
            let slash = try await Self.send(line: "POST //127.0.0.1:\(manager.port)/auth", to: manager)
            #expect(slash.status == 404)
        }
    }

    @Test("an encoded slash stays part of a name, and no spelling of a path leads elsewhere")
    func encodedSlashes() async throws {
        try await TestManager.with { manager in
            for target in ["/session/a%2Fb", "/session/a%2fb", "/session/..%2F..%2Fauth", "/session/%2e%2e"] {
                let reply = try await Self.send("GET", target, body: [], to: manager)
                #expect(reply.status == 404, "\(target)")
                #expect(Self.slug(reply) == "object-not-found", "\(target)")
            }
            for target in ["/session/../auth", "/session/%", "/session/%zz", "/session/%ff", "/%61uth"] {
                let reply = try await Self.send("GET", target, body: [], to: manager)
                #expect(reply.status == 404, "\(target)")
                #expect(Self.slug(reply) == "url-not-found", "\(target)")
            }
            #expect(try await Self.send("GET", "/session/a%00b", body: [], to: manager).status == 404)
        }
    }

    @Test(
        "a key that stands twice is refused and named, however deep",
        arguments: [
            (#"{"echo":"x","echo":"y"}"#, "echo"), (#"{"echo":"x","a":{"b":1,"c":2,"b":3}}"#, "b"),
            (#"{"echo":"x","\u0065cho":"y"}"#, "echo"), (#"{"a":[{"n":1,"n":1}]}"#, "n"),
        ]
    )
    func duplicates(body: String, key: String) async throws {
        try await TestManager.with { manager in
            for target in ["/auth", "/session", "/admin/gql"] {
                let reply = try await Self.send("POST", target, body: Array(body.utf8), to: manager)
                #expect(reply.status == 400)
                #expect(reply.body.contains("the key `\(key)` appears twice"))
            }
        }
    }

    @Test("bytes that are no UTF-8, and JSON that is ten thousand deep, are 400, and the manager lives on")
    func unreadable() async throws {
        try await TestManager.with { manager in
            let bodies: [[UInt8]] = [
                Array(#"{"echo":""#.utf8) + [0xff, 0xfe] + Array(#""}"#.utf8), [0x80], [0xed, 0xa0, 0x80],
                Array(#"{"echo":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 10_000)
                    + Array(repeating: UInt8(ascii: "]"), count: 10_000) + Array("}".utf8),
                Array(String(repeating: #"{"a":"#, count: 10_000).utf8),
            ]
            for body in bodies {
                for target in ["/auth", "/session", "/admin/gql"] {
                    let reply = try await Self.send("POST", target, body: body, to: manager)
                    #expect(reply.status == 400)
                    #expect(Self.slug(reply) == "invalid-api-params")
                }
            }
            #expect(try await Self.send(to: manager).status == 200)
        }
    }

    @Test("a body of ten megabytes is read, one beyond the limit is told so", .timeLimit(.minutes(2)))
    func large() async throws {
        try await TestManager.with { manager in
            let text = Array(repeating: UInt8(ascii: "x"), count: 10 << 20)
            let reply = try await Self.send(
                body: Array(#"{"echo":""#.utf8) + text + Array(#""}"#.utf8), to: manager)
            #expect(reply.status == 200)
            #expect(reply.body.utf8.count > 10 << 20)
        }
    }

    @Test("a date of yesterday, of tomorrow and of no calendar is refused", arguments: [-86_400.0, -901, 960, 86_400])
    func dates(offset: Double) async throws {
        try await TestManager.with { manager in
            let reply = try await Self.send(dated: Date() + offset, to: manager)
            #expect(reply.status == 400)
            #expect(reply.body.contains("Date/time sync error"))
        }
    }

    @Test("POST may stand for another method, and who signed is not forgotten; what only reads stays what it is")
    func methodOverride() async throws {
        try await TestManager.with { manager in
            let override = try await Self.send(
                "POST", "/auth?echo=y", body: [], headers: "X-Method-Override: GET\r\n", to: manager)
            #expect(override.body == #"{"authorized":"yes","echo":"y"}"#)
            let deletion = try await Self.send(
                "POST", "/auth", headers: "X-Method-Override: DELETE\r\n", to: manager)
            #expect(deletion.status == 405)
            try await manager.create("kept", by: TestManager.user)
            let reading = try await Self.send(
                "GET", "/session/kept", body: [], headers: "X-Method-Override: DELETE\r\n", to: manager)
            #expect(reading.status == 200)
            #expect(reading.body.contains(#""domainName""#))
        }
    }
}
