import Core
import Testing
import Transport

@testable import Manager

@Suite("Logins that a cookie shows")
struct LoginRouteTests {
    private static let right = #"{"username":"user@lablup.com","password":"C8qnIo29"}"#

    @Test("a login sets a cookie that scripts and other sites cannot use, and with which the API answers below /func")
    func login() async throws {
        try await TestManager.with { manager in
            let answer = try await manager.send("POST", "/server/login", LoginRouteTests.right, by: nil)
            #expect(answer.status == 200)
            #expect(answer.body["authenticated"] == true)
            #expect(answer.body["data"]?["access_key"]?.text == TestManager.user.accessKey.rawValue)
            #expect(answer.body["data"]?["role"] == "user")
            #expect(answer.body["data"]?["secret_key"] == nil)
            let header = try #require(answer.headers["Set-Cookie"])
            #expect(header.hasPrefix("AIOHTTP_SESSION="))
            for attribute in ["; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=604800"] {
                #expect(header.contains(attribute))
            }
            #expect(!header.contains("Secure"))
            let cookie = String(header.prefix { $0 != ";" })
            let role = try await manager.send("GET", "/func/auth/role", by: nil, headers: [("Cookie", cookie)])
            #expect(role.status == 200)
            #expect(role.body["global_role"] == "user")
            #expect(role.headers["X-RateLimit-Remaining"] != nil)
            let check = try await manager.send(
                "POST", "/server/login-check", "{}", by: nil, headers: [("Cookie", cookie)])
            #expect(check.body["authenticated"] == true)
            #expect(check.body["session_id"]?.text?.isEmpty == false)
            #expect(cookie.contains(check.body["session_id"]?.text ?? cookie) == false)
            let again = try await manager.send(
                "POST", "/server/login", LoginRouteTests.right, by: nil, headers: [("Cookie", cookie)])
            #expect(again.status == 400)
        }
    }

    @Test("a wrong password is told in the body of a good answer, and sets no cookie")
    func refusal() async throws {
        try await TestManager.with { manager in
            let wrong = #"{"username":"user@lablup.com","password":"wrong"}"#
            let answer = try await manager.send("POST", "/server/login", wrong, by: nil)
            #expect(answer.status == 200)
            #expect(answer.body["authenticated"] == false)
            #expect(answer.body["data"]?["type"] == "https://api.backend.ai/probs/auth-failed")
            #expect(answer.body["data"]?["details"] == "User credential mismatch.")
            #expect(answer.headers["Set-Cookie"] == nil)
            let missing = try await manager.send("POST", "/server/login", "{}", by: nil)
            #expect(missing.status == 400)
        }
    }

    @Test("without a cookie, with another's and after the logout, nothing below /func answers")
    func strangers() async throws {
        try await TestManager.with { manager in
            #expect(try await manager.send("GET", "/func/auth/role", by: nil).status == 401)
            // A signature is no login.
            #expect(try await manager.send("GET", "/func/auth/role").status == 401)
            let guess = "AIOHTTP_SESSION=" + String(repeating: "a", count: 64)
            #expect(
                try await manager.send("GET", "/func/auth/role", by: nil, headers: [("Cookie", guess)]).status == 401)
            #expect(try await manager.send("GET", "/func/", by: nil).status == 200)
            let cookie = try await LoginRouteTests.cookie(manager)
            // A cookie does not count where signatures do.
            #expect(try await manager.send("GET", "/auth/role", by: nil, headers: [("Cookie", cookie)]).status == 401)
            let logout = try await manager.send("POST", "/server/logout", "", by: nil, headers: [("Cookie", cookie)])
            #expect(logout.status == 201)
            #expect(logout.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(
                try await manager.send("GET", "/func/auth/role", by: nil, headers: [("Cookie", cookie)]).status == 401)
        }
    }

    @Test("pages of other origins do not act for whoever is logged in, unless they are named")
    func origins() async throws {
        let web = WebConfiguration(allowedOrigins: ["https://app.example.com"])
        try await TestManager.with(web: web) { manager in
            let cookie = try await LoginRouteTests.cookie(manager)
            func status(_ origin: String) async throws -> Int {
                try await manager.send(
                    "POST", "/func/admin/gql", #"{"query":"{ user { email } }"}"#, by: nil,
                    headers: [("Cookie", cookie), ("Origin", origin)]
                ).status
            }
            #expect(try await status("https://evil.example.com") == 403)
            #expect(try await status("null") == 403)
            #expect(try await status("https://app.example.com") == 200)
            #expect(try await status("http://127.0.0.1:\(manager.port)") == 200)
            let login = try await manager.send(
                "POST", "/server/login", LoginRouteTests.right, by: nil,
                headers: [("Origin", "https://evil.example.com")])
            #expect(login.status == 403)
        }
        // That every page may read answers does not mean that it may act.
        try await TestManager.with { manager in
            let cookie = try await LoginRouteTests.cookie(manager)
            let answer = try await manager.send(
                "POST", "/func/admin/gql", #"{"query":"{ user { email } }"}"#, by: nil,
                headers: [("Cookie", cookie), ("Origin", "https://evil.example.com")])
            #expect(answer.status == 403)
        }
    }

    @Test("a new password ends the user's other logins, a deactivated keypair all of them")
    func endings() async throws {
        try await TestManager.with { manager in
            let (mine, other) = (
                try await LoginRouteTests.cookie(manager), try await LoginRouteTests.cookie(manager)
            )
            func status(_ cookie: String) async throws -> Int {
                try await manager.send("GET", "/func/auth/role", by: nil, headers: [("Cookie", cookie)]).status
            }
            let change = try await manager.send(
                "POST", "/func/auth/update-password",
                #"{"old_password":"C8qnIo29","new_password":"another1","new_password2":"another1"}"#, by: nil,
                headers: [("Cookie", mine)])
            #expect(change.status == 200)
            #expect(try await status(mine) == 200)
            #expect(try await status(other) == 401)
            _ = try await manager.query(
                #"mutation { modify_keypair(access_key: "AKIANABBDUSEREXAMPLE", props: {is_active: false}) { ok msg } }"#
            )
            #expect(try await status(mine) == 401)
            // Whose keypair is out of use is not logged in, so that this is a login of its own, without a keypair.
            let again = try await manager.send(
                "POST", "/server/login", #"{"username":"user@lablup.com","password":"another1"}"#, by: nil,
                headers: [("Cookie", mine)])
            #expect(again.status == 200)
            #expect(again.body["authenticated"] == false)
        }
    }

    @Test("behind a proxy that is believed and speaks TLS, the cookie goes by TLS alone")
    func secure() async throws {
        let web = WebConfiguration(trustedProxies: try ClientNetworks(parsing: ["127.0.0.0/8"]))
        try await TestManager.with(web: web) { manager in
            let answer = try await manager.send(
                "POST", "/server/login", LoginRouteTests.right, by: nil, headers: [("X-Forwarded-Proto", "https")])
            #expect(answer.headers["Set-Cookie"]?.hasSuffix("; Secure") == true)
        }
    }

    @Test("an event stream and a WebSocket end when their keypair is taken out of use")
    func revocation() async throws {
        try await TestManager.with { manager in
            try await manager.create("mine1", by: TestManager.user)
            var events = try await manager.follow("/events/session", by: TestManager.user)
            let socket = try await manager.stream("mine1", by: TestManager.user)
            _ = try await manager.query(
                #"mutation { modify_keypair(access_key: "AKIANABBDUSEREXAMPLE", props: {is_active: false}) { ok msg } }"#
            )
            while try await events.next() != nil {}
            #expect(try await manager.texts(of: socket).isEmpty)
            #expect(socket.closeCode == 1008)
        }
    }

    private static func cookie(_ manager: TestManager) async throws -> String {
        let answer = try await manager.send("POST", "/server/login", right, by: nil)
        return String(try #require(answer.headers["Set-Cookie"]).prefix { $0 != ";" })
    }
}
