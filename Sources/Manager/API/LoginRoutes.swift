import Core
import HTTPTypes
import Hummingbird

/// The routes under `/server`: logins that a cookie shows, as the original's web server has them.
struct LoginRoutes {
    private static let credentials: KeyValuePairs<String, JSONSchema> = ["username": .text, "password": .text]

    let login: LoginService
    let authenticator: RequestAuthenticator

    func add(to routes: inout ManagerRoutes) {
        routes.open(
            .post, "/server/login", logIn,
            .init(
                "Logs in by password; the answer sets a cookie, with which the API below `/func` is used",
                .authentication, .everybody, input: LoginRoutes.credentials, isOpen: true,
                answer: .json(.object(["authenticated": .boolean, "data": .map(.optional(.text))])), failures: [429]))
        routes.open(
            .post, "/server/logout", logOut,
            .init(
                "Ends the login of the cookie", .authentication, .everybody, isOpen: true, status: 201,
                answer: .empty))
        routes.open(
            .post, "/server/login-check", check,
            .init(
                "Whether the cookie is that of a login, and whose", .authentication, .everybody, isOpen: true,
                answer: .json(
                    .object([
                        "authenticated": .boolean, "data": .optional(.map(.text)), "session_id": .optional(.text),
                    ]))))
        routes.open(
            .post, "/server/update-password-no-auth", updateExpiredPassword,
            .init(
                "Changes a password that has become too old", .authentication, .everybody,
                input: ["username": .text, "current_password": .text, "new_password": .text], isOpen: true,
                status: 201, answer: .json(.map(.text)), failures: [401]))
    }

    @Sendable
    private func logIn(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let received = try context.head()
        try authenticator.checkOrigin(of: received)
        var parameters = try await Parameters.of(request, context)
        let username = parameters.requiredString("username")
        let password = parameters.requiredString("password")
        // A one-time password, and what else clients send.
        try parameters.finish(allowsUnknown: true)
        guard try await current(received) == nil else {
            throw BackendError(.badRequest, "You have already logged in.", hint: "log out first")
        }
        do {
            let user = try await login.verify(attempt(username, password, context))
            let keypair = try await login.keypair(of: user)
            let cookie = try await authenticator.logins.begin(AccessKey(rawValue: keypair.text("access_key")))
            var response = Response.json([
                "authenticated": true, "data": LoginRoutes.data(keypair.text("access_key"), user),
            ])
            response.headers[.setCookie] = cookie.header(
                lifetime: LoginSessions.lifetime,
                isSecure: received.isSecure(behind: authenticator.signatures.settings.proxies))
            return response
        } catch let error as BackendError where error.code.status == 401 {
            // Told by an answer that is no failure of HTTP: the original's, whose clients read the body.
            return .json([
                "authenticated": false,
                "data": [
                    "type": .string(ProblemCode.prefix + error.code.rawValue), "title": .string(error.code.title),
                    "details": .string(error.message ?? error.code.title),
                ],
            ])
        }
    }

    @Sendable
    private func logOut(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let received = try context.head()
        try authenticator.checkOrigin(of: received)
        if let cookie = received.cookie { try await authenticator.logins.end(cookie) }
        return Response(status: .created, headers: [.setCookie: LoginCookie.removal])
    }

    @Sendable
    private func check(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let received = try context.head()
        try authenticator.checkOrigin(of: received)
        guard let (found, keypair) = try await current(received) else {
            return .json(["authenticated": false, "data": .null, "session_id": .null])
        }
        return .json([
            "authenticated": true,
            "data": [
                "access_key": .string(found.accessKey.rawValue), "role": .string(keypair.user.role.rawValue),
                "status": .string(keypair.user.status),
            ],
            "session_id": .string(found.id),
        ])
    }

    @Sendable
    private func updateExpiredPassword(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try authenticator.checkOrigin(of: try context.head())
        var parameters = try await Parameters.of(request, context)
        let username = parameters.requiredString("username")
        let old = parameters.requiredString("current_password")
        let new = parameters.requiredString("new_password")
        try parameters.finish()
        let changed = try await login.updateExpiredPassword(
            attempt(username, old, context), to: new, requestID: context.requestID)
        let time = RequestDate.header(for: Timestamp.date(changed)).text
        return .json(["password_changed_at": .string(time)], status: .created)
    }

    private func attempt(_ email: String, _ password: String, _ context: ManagerRequestContext) -> LoginAttempt {
        let proxies = authenticator.signatures.settings.proxies
        return LoginAttempt(
            domain: nil, email: email, password: password, address: context.received?.client(behind: proxies))
    }

    /// The login that the cookie shows, and its keypair; nil also where that is out of use, which must not keep its user
    /// from logging in by another one.
    private func current(_ received: ReceivedRequest) async throws -> (LoginRecord, KeypairRecord)? {
        guard let found = try await authenticator.logins.find(received.cookie),
            let keypair = authenticator.signatures.record(of: found.accessKey), keypair.mayBeUsed
        else { return nil }
        return (found, keypair)
    }

    private static func data(_ accessKey: String, _ user: SQLRow) -> JSONValue {
        [
            "access_key": .string(accessKey), "role": .string(user.text("role")),
            "status": .string(user.text("status")),
        ]
    }
}
