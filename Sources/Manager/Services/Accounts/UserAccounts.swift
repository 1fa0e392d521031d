import Core
import GraphQL
import Signing

/// What administrators do with users.
struct UserAccounts: Sendable {
    /// Somebody must be left who can manage the cluster.
    static let oneSuperadmin = NounChange.Check(
        query: SQLFragment(
            """
            SELECT 1 AS one FROM users u JOIN keypairs k ON k.user_id = u.id JOIN domains d ON d.name = u.domain_name
            WHERE u.role = 'superadmin' AND u.status = 'active' AND k.is_active = 1 AND d.is_active = 1 LIMIT 1
            """),
        wantsRow: true,
        refusal: "the last active superadmin cannot be removed, demoted or left without an active keypair")

    /// The policy and the rate limit of a keypair that comes with its user.
    static let firstPolicy = "default"
    static let firstRateLimit: Int64 = 10_000

    let nouns: NounService
    let credentials: CredentialMaker

    /// Creates a user with a first keypair.
    func create(_ email: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        guard EmailAddress.isValid(email) else { throw NounRefusal("`\(email)` is no e-mail address") }
        guard let password = properties.string("password"), !password.isEmpty else {
            throw NounRefusal("the password is empty")
        }
        guard let username = properties.string("username"), !username.isEmpty, username.utf8.count <= 64 else {
            throw NounRefusal("the user name must have 1 to 64 characters")
        }
        var change = try nouns.creation(of: Nouns.user, email, properties, by: author)
        if properties.bool("is_active") == false { change.set("status", .text("inactive")) }
        let id = KernelID.random().rawValue
        let now = SQLValue.integer(Timestamp.now())
        let keypair = try Keypair.random()
        change.values += [
            ("id", .text(id)), ("created_at", now), ("modified_at", now),
            ("password", .text(try await credentials.hash(password))), ("password_changed_at", now),
            ("status_info", .text("admin-requested")), ("main_access_key", .text(keypair.accessKey.rawValue)),
        ]
        let isAdmin = ["admin", "superadmin"].contains(properties.string("role") ?? "user")
        let isActive = change.value("status") == .text("active")
        change.consequences = [
            KeypairAccounts.insertion(of: keypair, user: id, isActive: isActive, isAdmin: isAdmin, at: now)
        ]
        change.consequences += memberships(of: id, properties.strings("group_ids") ?? [])
        return try await nouns.carryOut(change)
    }

    /// Changes a user, and what follows from it for their keypairs and memberships.
    func modify(_ email: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        guard let user = try await user(email) else { return nil }
        let id = user.text("id")
        var change = try nouns.modification(of: Nouns.user, email, properties, by: author)
        if let isActive = properties.bool("is_active"), properties.string("status") == nil {
            change.set("status", .text(isActive ? "active" : "inactive"))
        }
        if let password = properties.string("password") {
            guard !password.isEmpty else { throw NounRefusal("the password is empty") }
            change.set("password", .text(try await credentials.hash(password)))
            change.set("password_changed_at", .integer(Timestamp.now()))
            change.consequences.append(Store.removalOfLogins(ofUser: id, but: author.login))
        }
        if let key = properties.string("main_access_key") {
            change.set("main_access_key", .text(key))
            change.checks.append(
                NounChange.Check(
                    query: SQLFragment(
                        "SELECT 1 AS one FROM keypairs WHERE access_key = ? AND user_id = ?", [.text(key), .text(id)]),
                    wantsRow: true,
                    refusal: "unexpected error: Cannot set non-existing access key as the main access key."))
        }
        follow(&change, user, properties)
        change.guarantees = [UserAccounts.oneSuperadmin]
        return try await nouns.carryOut(change)
    }

    /// Takes a user out of use with all their keypairs.
    func delete(_ email: String, by author: ChangeAuthor) async throws -> SQLRow? {
        guard let user = try await user(email) else { return nil }
        var change = NounChange(
            noun: Nouns.user, action: .delete, key: email, requester: author.requester, requestID: author.requestID)
        change.values = [("status", .text("deleted")), ("status_info", .text("admin-requested"))]
        change.consequences = [
            SQLFragment("UPDATE keypairs SET is_active = 0 WHERE user_id = ?", [.text(user.text("id"))])
        ]
        change.guarantees = [UserAccounts.oneSuperadmin]
        return try await nouns.carryOut(change)
    }

    /// Removes a user with everything that is theirs, unless they have living sessions.
    func purge(_ email: String, by author: ChangeAuthor) async throws -> SQLRow? {
        guard let user = try await user(email) else { return nil }
        let id = user.text("id")
        var change = nouns.removal(of: Nouns.user, email, by: author)
        change.checks = [
            NounChange.Check(
                query: SQLFragment(
                    "SELECT name FROM sessions WHERE user_id = ? AND status NOT IN ('TERMINATED', 'CANCELLED')",
                    [.text(id)]),
                wantsRow: false, refusal: "the user has living sessions: %")
        ]
        change.preparations = PastSessions.removal("user_id", id)
        change.preparations.append(
            SQLFragment(
                """
                DELETE FROM dotfiles WHERE scope = 'user' AND owner IN
                (SELECT access_key FROM keypairs WHERE user_id = ?)
                """, [.text(id)]))
        change.preparations += ["group_members", "keypairs"].map { table in
            SQLFragment("DELETE FROM \(table) WHERE user_id = ?", [.text(id)])
        }
        change.guarantees = [UserAccounts.oneSuperadmin]
        return try await nouns.carryOut(change)
    }

    private func user(_ email: String) async throws -> SQLRow? {
        try await nouns.store.rows(of: Nouns.user, Nouns.user.has(email)).first
    }

    /// What a change of role, status, domain or groups means for keypairs and memberships.
    private func follow(_ change: inout NounChange, _ user: SQLRow, _ properties: GraphQLArguments) {
        let id = user.text("id")
        if let role = properties.string("role") {
            let isAdmin = SQLValue(["admin", "superadmin"].contains(role))
            change.consequences.append(
                SQLFragment("UPDATE keypairs SET is_admin = ? WHERE user_id = ?", [isAdmin, .text(id)]))
        }
        if let status = change.value("status"), status != .text(user.text("status")) {
            change.set("status_info", .text("admin-requested"))
            change.consequences.append(
                SQLFragment(
                    "UPDATE keypairs SET is_active = ? WHERE user_id = ?",
                    [SQLValue(status == .text("active")), .text(id)]))
        }
        if let domain = properties.string("domain_name"), domain != user.text("domain_name") {
            change.consequences.append(
                SQLFragment(
                    """
                    DELETE FROM group_members WHERE user_id = ? AND group_id IN
                    (SELECT id FROM groups WHERE domain_name <> ?)
                    """, [.text(id), .text(domain)]))
        }
        if let groups = properties.strings("group_ids") {
            change.consequences.append(SQLFragment("DELETE FROM group_members WHERE user_id = ?", [.text(id)]))
            change.consequences += memberships(of: id, groups)
        }
    }

    /// Puts a user into those of the groups that are of their domain.
    private func memberships(of user: String, _ groups: [String]) -> [SQLFragment] {
        groups.map { group in
            SQLFragment(
                """
                INSERT INTO group_members (group_id, user_id) SELECT g.id, u.id FROM groups g JOIN users u
                ON u.domain_name = g.domain_name WHERE g.id = ? AND u.id = ?
                """, [.text(group.lowercased()), .text(user)])
        }
    }
}

extension NounChange {
    /// Sets a column, whether it was to be set before or not.
    mutating func set(_ column: String, _ value: SQLValue) {
        values.removeAll { $0.column == column }
        values.append((column, value))
    }

    /// What a column is to be set to.
    func value(_ column: String) -> SQLValue? { values.first { $0.column == column }?.value }
}
