import Core
import Hummingbird
import Signing

/// The routes under `/auth` with which users manage their own account.
struct AuthRoutes {
    let login: LoginService

    func add(to routes: inout ManagerRoutes) {
        routes.open(.post, "/auth/authorize", authorize)
        routes.signed(.get, "/auth/role", role)
        routes.open(.post, "/auth/signup", signUp)
        routes.signed(.post, "/auth/signout", signOut)
        routes.signed(.post, "/auth/update-password", updatePassword)
        routes.open(.post, "/auth/update-password-no-auth", updateExpiredPassword)
        routes.signed(.post, "/auth/update-full-name", updateFullName)
        routes.signed(.get, "/auth/ssh-keypair", sshKeypair)
        routes.signed(.patch, "/auth/ssh-keypair", makeSSHKeypair)
        routes.signed(.post, "/auth/ssh-keypair", uploadSSHKeypair)
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
        let user = try await login.verify(domain: domain, email: username, password: password)
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
        try await login.signOut(email: email, password: password, try context.requester())
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
        try await login.updatePassword(from: old, to: new, try context.requester())
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
        let changed = try await login.updateExpiredPassword(domain: domain, email: username, from: old, to: new)
        let time = RequestDate.header(for: Timestamp.date(changed)).text
        return .json(["password_changed_at": .string(time)], status: .created)
    }

    @Sendable
    private func updateFullName(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let email = parameters.requiredString("email")
        let name = parameters.requiredString("full_name")
        try parameters.finish()
        try await login.updateFullName(email: email, to: name, try context.requester())
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
        try await login.setSSHKeypair(keys, try context.requester())
        return .json([
            "ssh_public_key": .string(keys.publicKey), "ssh_private_key": .string(keys.privateKey),
        ])
    }
}
