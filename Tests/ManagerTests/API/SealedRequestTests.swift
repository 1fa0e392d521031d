import BackendAIKit
import Core
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Signing
import Synchronization
import TestSupport
import Testing
import WebServer

@testable import Manager

@Suite("Requests whose body is signed")
struct SealedRequestTests {
    @Test("the handshake offers the scheme; a body that was changed on the way never reaches a handler")
    func server() async throws {
        try await TestManager.with { manager in
            let handshake = try await manager.send("GET", "/", by: nil)
            #expect(handshake.body["signatures"] == ["HMAC-SHA256", "HMAC-SHA256-BODY"])
            let body = #"{"echo":"x"}"#
            #expect(try await manager.send("POST", "/auth", body, sealing: body).status == 200)
            for (sent, signed) in [(#"{"echo":"y"}"#, body), (body, ""), ("", body)] {
                let answer = try await manager.send("POST", "/auth", sent, sealing: signed)
                #expect(answer.status == 401)
                #expect(answer.body["msg"] == "The body is not the one that was signed")
            }
            #expect(try await manager.send("GET", "/auth?echo=x", sealing: "").status == 200)
            #expect(try await manager.send("GET", "/auth?echo=x", sealing: "x").status == 401)
            let socket = try await manager.send("GET", "/stream/session/any/apps", sealing: "")
            #expect(socket.status == 404)
        }
    }

    @Test("a request that is sent again is refused, and a nonce that is none as well")
    func replay() async throws {
        try await TestManager.with { manager in
            let date = RequestDate.header(for: Date())
            let seal = BodySeal(nonce: String(repeating: "a", count: 32), digest: CanonicalRequest.emptyBodyHash)
            let canonical = CanonicalRequest(
                method: "GET", target: "/auth?echo=x", date: date.text, host: "h", contentType: nil,
                apiVersion: "v7.20230615", seal: seal)
            let authorization = TestManager.user.authorization(for: canonical, day: date.day).text
            let client = try RawClient(port: manager.port)
            for status in [200, 401, 401] {
                try await client.send(
                    """
                    GET /auth?echo=x HTTP/1.1\r
                    Host: h\r
                    Date: \(date.text)\r
                    X-BackendAI-Version: v7.20230615\r
                    X-BackendAI-Nonce: \(seal.nonce)\r
                    X-BackendAI-Content-SHA256: \(seal.digest)\r
                    Authorization: \(authorization)\r
                    \r

                    """)
                let reply = try await client.reply()
                #expect(reply.status == status)
                #expect(reply.body.contains("Replayed request") == (status == 401))
            }
            let malformed = try await manager.send("GET", "/auth?echo=x", sealing: "", nonce: "1234")
            #expect(malformed.status == 400)
            #expect(malformed.body["type"]?.text?.hasSuffix("invalid-auth-params") == true)
        }
    }

    @Test("a server that insists on it refuses what the original's clients send, and offers nothing else")
    func strict() async throws {
        try await TestManager.with(web: WebConfiguration(signaturePolicy: .bodySigned)) { manager in
            #expect(try await manager.send("GET", "/", by: nil).body["signatures"] == ["HMAC-SHA256-BODY"])
            let answer = try await manager.send("GET", "/auth?echo=x")
            #expect(answer.status == 400)
            #expect(answer.body["msg"] == "The signature must cover the body")
            #expect(try await manager.send("GET", "/auth?echo=x", sealing: "").status == 200)
        }
    }

    @Test("the client signs bodies when that is offered, asks once, and remembers")
    func client() async throws {
        try await TestManager.with(web: WebConfiguration(signaturePolicy: .bodySigned)) { manager in
            let memory = ProcessSignatureMemory()
            let endpoint = Endpoint(loopbackPort: manager.port)
            let configuration = ClientConfiguration(endpoint: endpoint, keypair: TestManager.user)
            let client = BackendAIClient(configuration, signatures: memory)
            let posted = try await client.send("POST", "/auth", body: ["echo": "x"])
            #expect(posted["echo"] == "x")
            let got = try await client.send("GET", "/auth?echo=x")
            #expect(got["echo"] == "x")
            #expect(memory.recall(endpoint)?.scheme == .body)
            await client.shutdown()
        }
    }

    @Test("the client asks an original manager once, and again after an hour")
    func original() async throws {
        let clock = Mutex(Date())
        try await OriginalManager.with { manager in
            let configuration = ClientConfiguration(
                endpoint: Endpoint(loopbackPort: manager.port), keypair: TestManager.user)
            let client = BackendAIClient(configuration) { clock.withLock { $0 } }
            for _ in 0..<3 { _ = try await client.send("GET", "/auth") }
            #expect(manager.targets == ["/", "/auth", "/auth", "/auth"])
            clock.withLock { $0 += 3601 }
            _ = try await client.send("GET", "/auth")
            #expect(manager.targets.suffix(2) == ["/", "/auth"])
            await client.shutdown()
        }
    }

    @Test("a manager that once offered the scheme and does not any more is refused, whatever it answers")
    func downgrade() async throws {
        try await OriginalManager.with { manager in
            let endpoint = Endpoint(loopbackPort: manager.port)
            let memory = ProcessSignatureMemory()
            memory.remember(RememberedScheme(scheme: .body, asked: Date(timeIntervalSince1970: 0)), of: endpoint)
            let client = BackendAIClient(
                ClientConfiguration(endpoint: endpoint, keypair: TestManager.user), signatures: memory)
            let expected = ClientError.downgraded(endpoint: endpoint.description, memory: nil)
            await #expect(throws: expected) { try await client.send("GET", "/auth") }
            await #expect(throws: expected) { try await client.version() }
            #expect(memory.recall(endpoint)?.scheme == .body)
            await client.shutdown()
        }
    }
}

/// A server that knows what an original manager knows of signatures.
private final class OriginalManager: Sendable {
    let port: Int
    private let seen: Targets

    private final class Targets: Sendable {
        let list = Mutex<[String]>([])
    }

    /// What was asked for, in order.
    var targets: [String] { seen.list.withLock { $0 } }

    private init(port: Int, seen: Targets) {
        self.port = port
        self.seen = seen
    }

    static func with(_ body: @escaping @Sendable (OriginalManager) async throws -> Void) async throws {
        let seen = Targets()
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let router = Router(context: BasicRequestContext.self)
        router.get("/") { _, _ in
            seen.list.withLock { $0.append("/") }
            return Response.json(["version": "v7.20230615", "manager": "23.09.10"])
        }
        router.get("/auth") { request, _ in
            seen.list.withLock { $0.append("/auth") }
            guard request.headers[.authorization]?.contains("HMAC-SHA256,") == true else {
                return Response.problem(
                    BackendError(.invalidAuthentication, "Unsupported request signing method (hash type)"))
            }
            return Response.json(["authorized": "yes"])
        }
        let server = WebServer(
            responder: router.buildResponder(),
            configuration: WebServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)),
            logger: Logger(label: "original") { _ in SwiftLogNoOpLogHandler() },
            onListening: { listening.yield($0.port ?? 0) })
        try await withServices([server]) {
            for await port in ports { return try await body(OriginalManager(port: port, seen: seen)) }
        }
    }
}
