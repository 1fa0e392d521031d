import Core
import Signing

/// What somebody gives who says who they are.
struct LoginAttempt: Sendable {
    /// Nil where users are told by their address alone, which is theirs in all domains.
    let domain: String?
    let email: String
    let password: String
    /// Where it comes from; nil for connections that have no address.
    let address: IPAddress?
}

/// What users do with their own accounts: log in, sign up and out, change their password and keys.
struct LoginService: Sendable {
    /// Who may make an account of their own.
    struct SignUp: Sendable, Equatable {
        var isAllowed = false
        /// The group that a new user belongs to, in their domain.
        var group = "default"
        /// The policy of a new user's keypair.
        var policy = "default"
    }

    let accounts: AccountServices
    let settings: ClusterSettings
    let signUp: SignUp

    private var store: Store { accounts.nouns.store }

    /// The user of that e-mail address, if the password is theirs.
    ///
    /// - Parameters:
    ///   - attempt: Whose domain, address and password are given, and where from.
    ///   - acceptsExpired: Whether a password that is too old counts.
    /// - Returns: The user's row.
    /// - Throws: ``BackendError`` 401 in the original's words, the same for an unknown user and a wrong password; 429
    ///   after too many failures.
    func verify(_ attempt: LoginAttempt, acceptsExpired: Bool = false) async throws -> SQLRow {
        let attempts = accounts.authentication.attempts
        try attempts.check(attempt.email, from: attempt.address, isCostly: true)
        do {
            let user = try await match(attempt, acceptsExpired: acceptsExpired)
            attempts.succeed(attempt.email, from: attempt.address)
            return user
        } catch let error as BackendError where error.code == .authenticationFailed {
            try attempts.fail(attempt.email, from: attempt.address)
            throw error
        }
    }

    private func match(_ attempt: LoginAttempt, acceptsExpired: Bool) async throws -> SQLRow {
        let condition = SQLFragment("u.email = ?", [.text(attempt.email)])
        let user = try await store.rows(of: Nouns.user, condition).first { row in
            attempt.domain.map { $0 == row.text("domain_name") } ?? true
        }
        let isRight = try await accounts.credentials.verifies(attempt.password, user?.optionalText("password"))
        guard let user, isRight else { throw LoginService.mismatch }
        switch user.text("status") {
        case "active":
            guard acceptsExpired || !isExpired(user) else {
                throw BackendError(.passwordExpired, hint: "`backend.ai update-password-no-auth` changes it")
            }
            return user
        case "before-verification":
            throw BackendError(.authenticationFailed, "This account needs email verification.")
        default: throw LoginService.mismatch
        }
    }

    /// The keypair that a user signs with: their main one while it is active, else any active one.
    ///
    /// - Throws: ``BackendError`` 401 when they have none.
    func keypair(of user: SQLRow) async throws -> SQLRow {
        let condition = SQLFragment("k.user_id = ? AND k.is_active = 1", [.text(user.text("id"))])
        let keypairs = try await store.rows(of: Nouns.keypair, condition)
        let main = keypairs.first { $0.text("access_key") == user.text("main_access_key") }
        guard let keypair = main ?? keypairs.first else {
            throw BackendError(.authenticationFailed, "No API keypairs found.")
        }
        return keypair
    }

    /// Makes an account where that is allowed.
    func signUp(
        domain: String, email: String, password: String, username: String?, fullName: String, description: String
    ) async throws -> Keypair {
        guard signUp.isAllowed else {
            throw BackendError(
                .forbidden, "Sign-up is not allowed on this server", hint: "ask an administrator for an account")
        }
        guard EmailAddress.isValid(email) else { throw BackendError(.invalidParameters, "Invalid email") }
        guard !password.isEmpty else { throw BackendError(.invalidParameters, "The password is empty") }
        let keypair = try Keypair.random()
        let account = NewAccount(
            domain: domain, group: signUp.group, policy: signUp.policy, email: email, username: username ?? email,
            fullName: fullName, description: description, keypair: keypair,
            password: try await accounts.credentials.hash(password))
        try await write(account)
        try await accounts.refreshKeypairs()
        return keypair
    }

    private func write(_ account: NewAccount) async throws {
        do {
            try await store.signUp(account)
        } catch StoreError.refused(let sentence) {
            throw BackendError(.badRequest, sentence)
        }
    }

    /// Takes the requester's own account out of use.
    func signOut(_ attempt: LoginAttempt, _ author: ChangeAuthor) async throws {
        let requester = author.requester
        guard attempt.email == requester.user.email else { throw BackendError(.forbidden, "Not the account owner") }
        do {
            _ = try await verify(attempt)
        } catch let error as BackendError where error.code == .authenticationFailed {
            throw BackendError(.badRequest, "Invalid email and/or password")
        }
        var change = ownChange(.delete, author)
        change.values = [("status", .text("inactive")), ("status_info", .text("user-signout"))]
        change.consequences = [
            SQLFragment("UPDATE keypairs SET is_active = 0 WHERE user_id = ?", [.text(requester.user.id)])
        ]
        change.guarantees = [UserAccounts.oneSuperadmin]
        try await carryOut(change)
        try await accounts.refreshKeypairs()
    }

    /// Changes the requester's password; the attempt bears the old one.
    func updatePassword(_ attempt: LoginAttempt, to new: String, _ author: ChangeAuthor) async throws {
        do {
            _ = try await verify(attempt, acceptsExpired: true)
        } catch let error as BackendError where error.code == .authenticationFailed {
            throw BackendError(.authenticationFailed, "Old password mismatch")
        }
        try await setPassword(new, author)
    }

    /// Changes the password of somebody who has forgotten to in time, without a signature but with the old one.
    ///
    /// - Returns: When it was changed.
    func updateExpiredPassword(_ attempt: LoginAttempt, to new: String, requestID: String) async throws -> Int64 {
        guard settings.maximumPasswordAge != nil else { throw BackendError(.badRequest, "Unsupported function.") }
        let user = try await verify(attempt, acceptsExpired: true)
        guard attempt.password != new else {
            throw BackendError(.authenticationFailed, "The new password is the old one")
        }
        let keypair = try await keypair(of: user)
        guard let record = accounts.authentication.record(of: AccessKey(rawValue: keypair.text("access_key"))) else {
            throw LoginService.mismatch
        }
        return try await setPassword(
            new, ChangeAuthor(requester: Requester(keypair: record), requestID: requestID))
    }

    @discardableResult
    private func setPassword(_ password: String, _ author: ChangeAuthor) async throws -> Int64 {
        guard !password.isEmpty else { throw BackendError(.invalidParameters, "The new password is empty") }
        let now = Timestamp.now()
        var change = ownChange(.modify, author)
        change.values = [
            ("password", .text(try await accounts.credentials.hash(password))), ("password_changed_at", .integer(now)),
            ("need_password_change", .integer(0)),
        ]
        change.consequences = [Store.removalOfLogins(ofUser: author.requester.user.id, but: author.login)]
        try await carryOut(change)
        return now
    }

    /// Changes the name of a user, who must be the requester: another's, or an unknown one's, is left as it is.
    func updateFullName(email: String, to name: String, _ author: ChangeAuthor) async throws {
        guard email == author.requester.user.email else { return }
        var change = ownChange(.modify, author)
        change.values = [("full_name", .text(name))]
        try await carryOut(change)
        try await accounts.refreshKeypairs()
    }

    /// Gives the requester's keypair keys for ssh.
    func setSSHKeypair(_ keys: SSHKeypair, _ author: ChangeAuthor) async throws {
        var change = NounChange(
            noun: Nouns.keypair, action: .modify, key: author.requester.accessKey.rawValue,
            requester: author.requester, requestID: author.requestID)
        change.values = [("ssh_public_key", .text(keys.publicKey)), ("ssh_private_key", .text(keys.privateKey))]
        try await carryOut(change)
    }

    /// The public key for ssh of the requester's keypair; empty when there is none.
    func sshPublicKey(_ requester: Requester) async throws -> String {
        try await store.rows(of: Nouns.keypair, Nouns.keypair.has(requester.accessKey.rawValue)).first?
            .text("ssh_public_key") ?? ""
    }

    /// The role of the requester in a group; nil without one.
    ///
    /// - Throws: ``BackendError`` 404 for a group that they do not belong to.
    func role(in group: String?, _ requester: Requester) async throws -> String? {
        guard let group else { return nil }
        let member = SQLFragment(
            "SELECT 1 AS one FROM group_members WHERE group_id = ? AND user_id = ?",
            [.text(group.lowercased()), .text(requester.user.id)])
        guard try await store.exists(member) else {
            throw BackendError.notFound(
                "project (user group)", "No such project or you are not the member of it.")
        }
        return "user"
    }

    private func isExpired(_ user: SQLRow) -> Bool {
        guard let age = settings.maximumPasswordAge, let changed = user.optionalInteger("password_changed_at") else {
            return false
        }
        return (Timestamp.now() - changed) / 1_000_000 > age.seconds
    }

    private static let mismatch = BackendError(.authenticationFailed, "User credential mismatch.")

    private func ownChange(_ action: Action, _ author: ChangeAuthor) -> NounChange {
        NounChange(
            noun: Nouns.user, action: action, key: author.requester.user.email, requester: author.requester,
            requestID: author.requestID)
    }

    private func carryOut(_ change: NounChange) async throws {
        do {
            _ = try await accounts.nouns.carryOut(change)
        } catch let refusal as NounRefusal {
            throw BackendError(.badRequest, refusal.message)
        }
    }
}
