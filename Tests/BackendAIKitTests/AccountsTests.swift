import Core
import TestSupport
import Testing

@testable import BackendAIKit

@Suite("Accounts and logins")
struct AccountsTests {
    private static func client(_ server: ScriptedServer, kind: EndpointKind, cookie: String? = nil) -> BackendAIClient {
        BackendAIClient(
            ClientConfiguration(
                endpoint: Endpoint(loopbackPort: server.port), keypair: nil, kind: kind,
                cookie: cookie.flatMap { SessionCookie($0) }))
    }

    @Test("a password gives a keypair, asked for without a signature")
    func authorize() async throws {
        let server = try ScriptedServer { _, _ in
            ScriptedServer.json(#"{"data":{"access_key":"AKIA1","secret_key":"s","role":"user","status":"active"}}"#)
        }
        let (keypair, role) = try await Self.client(server, kind: .api).accounts.authorize(
            username: "me@example.com", password: SecretKey("pass"))

        #expect(keypair.accessKey.rawValue == "AKIA1" && keypair.secretKey.reveal() == "s" && role == "user")
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /auth/authorize HTTP/1.1\r\n") && !request.contains("Authorization"))
        #expect(
            request.hasSuffix(
                #"{"type":"keypair","domain":"default","username":"me@example.com","password":"pass"}"#))
    }

    @Test("a login in session mode gives the cookie, which later requests bear below /func instead of a signature")
    func login() async throws {
        let server = try ScriptedServer { request, _ in
            request.hasPrefix("POST /server/login ")
                ? ScriptedServer.json(
                    #"{"authenticated":true,"data":{"access_key":"A","role":"user","status":"active"}}"#,
                    headers: ["Set-Cookie: other=1", "Set-Cookie: AIOHTTP_SESSION=abc123; HttpOnly; Path=/"])
                : ScriptedServer.json(#"{"authorized":"yes","echo":"backend.ai"}"#)
        }
        let outcome = try await Self.client(server, kind: .session).accounts.login(
            username: "me", password: SecretKey("pass"))
        #expect(outcome == .loggedIn(try #require(SessionCookie("abc123"))))
        try await Self.client(server, kind: .session, cookie: "abc123").accounts.check()
        let check = try #require(server.requests.last)

        #expect(check.hasPrefix("GET /func/auth?echo=backend.ai HTTP/1.1\r\n"))
        #expect(check.contains("\r\nCookie: AIOHTTP_SESSION=abc123\r\n") && !check.contains("Authorization"))
        #expect(check.contains("\r\nX-BackendAI-Version: v7.20230615\r\n") && check.contains("\r\nDate: "))
    }

    @Test("a refused login is told with its reason, and a missing one-time password apart")
    func refused() async throws {
        let server = try ScriptedServer { _, number in
            number == 0
                ? ScriptedServer.json(
                    #"{"authenticated":false,"data":{"type":"x","title":"Credential/signature mismatch.","details":"no"}}"#
                )
                : ScriptedServer.json(#"{"authenticated":false,"data":{"details":"OTP not provided"}}"#)
        }
        let accounts = Self.client(server, kind: .session).accounts
        let password = SecretKey("pass")

        #expect(
            try await accounts.login(username: "me", password: password)
                == .refused(title: "Credential/signature mismatch.", details: "no"))
        #expect(try await accounts.login(username: "me", password: password) == .oneTimePasswordWanted)
    }

    @Test("a cookie that could not stand in a header is none, and no cookie is printed")
    func cookies() throws {
        for text in ["", "a b", "a;b", "a\r\nX: y", "é"] { #expect(SessionCookie(text) == nil) }
        let cookie = try #require(SessionCookie("secret-cookie"))
        #expect(!"\(cookie) \(String(reflecting: cookie))".contains("secret"))
        #expect(SessionCookie(setBy: ["AIOHTTP_SESSION=\"\"; Max-Age=0", "x=1"])?.reveal() == "\"\"")
        #expect(SessionCookie(setBy: ["AIOHTTP_SESSION=; Max-Age=0"]) == nil)
    }

    @Test("an answer tells the manager's clock")
    func clock() async throws {
        let server = try ScriptedServer { _, _ in
            ScriptedServer.json(
                #"{"version":"v7.20230615","manager":"23.09.10"}"#, headers: ["Date: Sun, 01 Oct 2023 12:34:56 GMT"])
        }
        let probe = try await Self.client(server, kind: .api).probe()

        #expect(probe.version.manager == "23.09.10")
        #expect(probe.clock == RequestDate(parsing: "2023-10-01T12:34:56Z")?.instant)
    }
}
