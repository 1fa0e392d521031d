import Core
import Hummingbird
import Signing

/// The routes under `/auth` with which users manage their own account.
struct AuthRoutes {
    let login: LoginService

    func add(to routes: inout ManagerRoutes) {
        routes.open(
            .post, "/auth/authorize", authorize,
            .init(
                "Gives the keypair of a user who knows their password", .authentication, .everybody,
                input: ["type": .text, "domain": .text, "username": .text, "password": .text], isOpen: true,
                answer: .json(.object(["data": .map(.text)])), failures: [401]))
        routes.signed(
            .get, "/auth/role", role,
            .init(
                "The roles of the requester", .authentication, .rule(.read, .account, at: .own),
                input: ["group": .optional(.text)],
                answer: .json(.object(["global_role": .text, "domain_role": .text, "group_role": .optional(.text)])),
                failures: [404]))
        routes.open(
            .post, "/auth/signup", signUp,
            .init(
                "Makes an account, where that is allowed", .authentication, .everybody,
                input: ["domain": .text, "email": .text, "password": .text], isOpen: true, status: 201,
                answer: .json(.map(.text)), failures: [403]))
        routes.signed(
            .post, "/auth/signout", signOut,
            .init(
                "Takes the requester's account out of use", .authentication, .rule(.delete, .account, at: .own),
                input: ["email": .text, "password": .text], answer: .json(.map(.anything)), failures: [403]))
        routes.signed(
            .post, "/auth/update-password", updatePassword,
            .init(
                "Changes the requester's password", .authentication, .rule(.modify, .account, at: .own),
                input: ["old_password": .text, "new_password": .text, "new_password2": .text],
                answer: .json(.map(.anything))))
        routes.open(
            .post, "/auth/update-password-no-auth", updateExpiredPassword,
            .init(
                "Changes a password that has become too old", .authentication, .everybody,
                input: ["domain": .text, "username": .text, "current_password": .text, "new_password": .text],
                status: 201, answer: .json(.map(.text)), failures: [401]))
        routes.signed(
            .post, "/auth/update-full-name", updateFullName,
            .init(
                "Changes the requester's name", .authentication, .owned(.modify, .account),
                input: ["email": .text, "full_name": .text],
                answer: .json(.map(.anything))))
        routes.signed(
            .get, "/auth/ssh-keypair", sshKeypair,
            .init(
                "The requester's public key for ssh", .authentication, .rule(.read, .account, at: .own),
                answer: .json(.map(.text))))
        routes.signed(
            .patch, "/auth/ssh-keypair", makeSSHKeypair,
            .init(
                "Makes new keys for ssh", .authentication, .rule(.modify, .account, at: .own),
                answer: .json(.map(.text))))
        routes.signed(
            .post, "/auth/ssh-keypair", uploadSSHKeypair,
            .init(
                "Takes keys for ssh", .authentication, .rule(.modify, .account, at: .own),
                input: ["pubkey": .text, "privkey": .text],
                answer: .json(.map(.text))))
    }

    @Sendable
    private func authorize(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let type = parameters.requiredString("type")
        if !type.isEmpty, !["keypair", "jwt"].contains(type) {
            parameters.fail(["type"], "value doesn't match any variant")
        }
        let domain = parameters.requiredString("domain")
        let username = parameters.requiredString("username")
        let password = parameters.requiredString("password")
        // Other ways to log in have keys of their own, such as a one-time password.
        try parameters.finish(allowsUnknown: true)
        guard type == "keypair" else { throw BackendError(.invalidParameters, "Unsupported authorization type") }
        let user = try await login.verify(attempt(domain, username, password, context))
        let keypair = try await login.keypair(of: user)
        return .json([
            "data": [
                "access_key": .string(keypair.text("access_key")), "secret_key": .string(keypair.text("secret_key")),
                "role": .string(user.text("role")), "status": .string(user.text("status")),
            ]
        ])
    }

    @Sendable
    private func role(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let group = parameters.string("group")
        try parameters.finish()
        let requester = try context.requester()
        return .json([
            "global_role": .string(requester.isSuperadmin ? "superadmin" : "user"),
            "domain_role": .string(requester.isAdmin ? "admin" : "user"),
            "group_role": JSONValue(try await login.role(in: group, requester)),
        ])
    }

    @Sendable
    private func signUp(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let domain = parameters.requiredString("domain")
        let email = parameters.requiredString("email")
        let password = parameters.requiredString("password")
        let username = parameters.string("username")
        let fullName = parameters.string("full_name", "fullName") ?? ""
        let description = parameters.string("description") ?? ""
        try parameters.finish(allowsUnknown: true)
        let keypair = try await login.signUp(
            domain: domain, email: email, password: password, username: username, fullName: fullName,
            description: description)
        return .json(
            [
                "access_key": .string(keypair.accessKey.rawValue), "secret_key": .string(keypair.secretKey.reveal()),
            ], status: .created)
    }

    @Sendable
    private func signOut(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let email = parameters.requiredString("email", "username")
        let password = parameters.requiredString("password")
        try parameters.finish()
        let domain = try context.requester().user.domain
        try await login.signOut(attempt(domain, email, password, context), try context.author())
        return .json([:])
    }

    @Sendable
    private func updatePassword(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let old = parameters.requiredString("old_password")
        let new = parameters.requiredString("new_password")
        let repeated = parameters.requiredString("new_password2")
        try parameters.finish()
        guard new == repeated else {
            // The original answers this one in a form of its own, which its client knows.
            return .json(["error_msg": "new password mismatch"], status: .badRequest)
        }
        let user = try context.requester().user
        try await login.updatePassword(attempt(user.domain, user.email, old, context), to: new, try context.author())
        return .json([:])
    }

    @Sendable
    private func updateExpiredPassword(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let domain = parameters.requiredString("domain")
        let username = parameters.requiredString("username")
        let old = parameters.requiredString("current_password")
        let new = parameters.requiredString("new_password")
        try parameters.finish()
        let changed = try await login.updateExpiredPassword(
            attempt(domain, username, old, context), to: new, requestID: context.requestID)
        let time = RequestDate.header(for: Timestamp.date(changed)).text
        return .json(["password_changed_at": .string(time)], status: .created)
    }

    @Sendable
    private func updateFullName(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let email = parameters.requiredString("email")
        let name = parameters.requiredString("full_name")
        try parameters.finish()
        try await login.updateFullName(email: email, to: name, try context.author())
        return .json([:])
    }

    @Sendable
    private func sshKeypair(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        .json(["ssh_public_key": .string(try await login.sshPublicKey(try context.requester()))])
    }

    @Sendable
    private func makeSSHKeypair(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let keys = try await login.accounts.credentials.sshKeypair()
        return try await save(keys, context)
    }

    @Sendable
    private func uploadSSHKeypair(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let publicKey = parameters.requiredString("pubkey")
        let privateKey = parameters.requiredString("privkey")
        var keys: SSHKeypair?
        do throws(SSHKeyError) {
            keys = try SSHKeypair(publicKey: publicKey, privateKey: privateKey)
        } catch .publicKey {
            parameters.fail(["pubkey"], "value is no public key for ssh")
        } catch .privateKey {
            parameters.fail(["privkey"], "value is no private key in PEM")
        }
        try parameters.finish()
        guard let keys else { throw BackendError(.invalidParameters) }
        return try await save(keys, context)
    }

    private func save(_ keys: SSHKeypair, _ context: ManagerRequestContext) async throws -> Response {
        try await login.setSSHKeypair(keys, try context.author())
        return .json([
            "ssh_public_key": .string(keys.publicKey), "ssh_private_key": .string(keys.privateKey),
        ])
    }

    private func attempt(
        _ domain: String, _ email: String, _ password: String, _ context: ManagerRequestContext
    ) -> LoginAttempt {
        let proxies = login.accounts.authentication.settings.proxies
        return LoginAttempt(
            domain: domain, email: email, password: password, address: context.received?.client(behind: proxies))
    }
}

extension ManagerRequestContext {
    /// Who makes a change, and in which request.
    ///
    /// - Throws: ``BackendError`` 401 on a route that needs no signature.
    func author() throws(BackendError) -> ChangeAuthor {
        ChangeAuthor(requester: try requester(), requestID: requestID, login: login)
    }
}
