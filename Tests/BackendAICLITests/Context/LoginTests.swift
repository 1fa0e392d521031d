import BackendAIKit
import Core
import FoundationEssentials
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("backend.ai login and logout")
struct LoginTests {
    private let base = "/tmp/backend.ai-login-\(UUID().uuidString.lowercased().prefix(8))"

    private var environment: [String: String] { ["XDG_CONFIG_HOME": base, "XDG_STATE_HOME": base, "HOME": base] }

    private func run(_ words: [String], secret: String = "pass", more: [String: String] = [:]) async throws
        -> CommandRun
    {
        try Directory.create(base)
        try PrivateFile.write(secret + "\n", to: base + "/secret")
        return try await CommandRun(words, environment: environment.merging(more) { _, new in new })
    }

    private func contexts() throws -> ContextFile { try ContextStore(environment: environment).read() }

    private static func manager() throws -> ScriptedServer {
        try ScriptedServer { request, _ in
            if request.hasPrefix("POST /auth/authorize ") {
                return request.contains(#""password":"pass""#)
                    ? ScriptedServer.json(#"{"data":{"access_key":"AKIA1","secret_key":"s3cret","role":"admin"}}"#)
                    : ScriptedServer.json(
                        #"{"type":"https://api.backend.ai/probs/auth-failed","title":"Credential/signature mismatch.","msg":"User credential mismatch."}"#,
                        status: "401 Unauthorized")
            }
            if request.hasPrefix("POST /server/login ") {
                return ScriptedServer.json(
                    #"{"authenticated":true,"data":{}}"#, headers: ["Set-Cookie: AIOHTTP_SESSION=abc; HttpOnly"])
            }
            if request.hasPrefix("POST /server/logout ") { return ScriptedServer.json("", status: "201 Created") }
            return ScriptedServer.json(#"{"authorized":"yes","echo":"backend.ai"}"#)
        }
    }

    @Test("a password gives a keypair, which is kept in a context and used from then on")
    func password() async throws {
        defer { try? SafeRemoval.remove(base) }
        let manager = try Self.manager()
        let words = ["login", "--endpoint", "http://127.0.0.1:\(manager.port)/", "-u", "me", "--secret-file"]
        let login = try await run(words + [base + "/secret"])
        #expect(login.status == 0 && !login.messages.contains("s3cret"), "\(login)")
        let file = try contexts()
        #expect(file.current == "127.0.0.1-\(manager.port)")
        #expect(file.contexts.values.first?.keypair?.secretKey.reveal() == "s3cret")

        let again = try await run(["login", "-u", "me", "--secret-file", base + "/secret"], secret: "wrong")
        #expect(again.status == 1 && again.messages.contains("User credential mismatch."), "\(again)")
        #expect(try contexts() == file)

        #expect(try await run(["logout"]).status == 0)
        #expect(try contexts().contexts.values.first?.keypair == nil)
        #expect(try contexts().contexts.count == 1)
    }

    @Test("a keypair is kept when the manager knows it")
    func keypair() async throws {
        defer { try? SafeRemoval.remove(base) }
        let manager = try Self.manager()
        let login = try await run(
            [
                "login", "--context", "lab", "--endpoint", "http://127.0.0.1:\(manager.port)", "--keypair",
                "--access-key", "AKIA7", "--secret-file", base + "/secret", "-g", "g",
            ])
        #expect(login.status == 0, "\(login)")
        let context = try #require(try contexts().contexts["lab"])
        #expect(context.keypair?.accessKey.rawValue == "AKIA7" && context.group == "g")
        #expect(manager.requests.last?.hasPrefix("GET /auth?echo=backend.ai ") == true)
        #expect(manager.requests.last?.contains("credential=AKIA7:") == true)

        let refusing = try ScriptedServer { _, _ in ScriptedServer.json("{}", status: "401 Unauthorized") }
        let refused = try await run(
            [
                "login", "--context", "lab", "--endpoint", "http://127.0.0.1:\(refusing.port)", "--keypair",
                "--access-key", "AKIA8", "--secret-file", base + "/secret",
            ])
        #expect(refused.status == 1)
        #expect(try contexts().contexts["lab"] == context)
    }

    @Test("in session mode the cookie is kept by address, also where the environment names the manager")
    func session() async throws {
        defer { try? SafeRemoval.remove(base) }
        let manager = try Self.manager()
        let variables = [
            "BACKEND_ENDPOINT": "http://127.0.0.1:\(manager.port)", "BACKEND_ENDPOINT_TYPE": "session",
        ]
        let login = try await run(["login", "-u", "me", "--secret-file", base + "/secret"], more: variables)
        #expect(login.status == 0, "\(login)")
        #expect(try contexts() == ContextFile())
        let endpoint = Endpoint(loopbackPort: manager.port)
        #expect(CookieStore(environment: environment).login(at: endpoint)?.username == "me")
        let logout = try await run(["logout"], more: variables)
        #expect(logout.status == 0, "\(logout)")
        #expect(manager.requests.last?.contains("Cookie: AIOHTTP_SESSION=abc") == true)
        #expect(CookieStore(environment: environment).login(at: endpoint) == nil)
    }

    @Test("there is nothing to log in to on this machine, and secrets have no option of their own")
    func refused() async throws {
        defer { try? SafeRemoval.remove(base) }
        #expect(try await run(["login"]).status == 4)
        #expect(try await run(["login", "--context", "local"]).status == 4)
        #expect(try await run(["logout"]).status == 4)
        for words in [["login", "--password", "x"], ["login", "--secret-key", "x"], ["login", "--access-key", "A"]] {
            #expect(try await run(words).status == 2)
        }
    }
}
