import Core
import GraphQL
import Signing

/// What administrators do with keypairs.
struct KeypairAccounts: Sendable {
    let nouns: NounService

    /// Gives a user, named by e-mail address or id, one more keypair.
    func create(
        forUser email: String, _ properties: GraphQLArguments, by author: ChangeAuthor
    ) async throws -> SQLRow? {
        let condition = SQLFragment("u.email = ? OR u.id = ?", [.text(email), .text(email.lowercased())])
        guard let user = try await nouns.store.rows(of: Nouns.user, condition).first else {
            throw NounRefusal("integrity error: there is no user `\(email)`")
        }
        if let limit = properties.int("rate_limit"), limit < 0 { throw NounRefusal("the rate limit is negative") }
        let keypair = try Keypair.random()
        var change = try nouns.creation(of: Nouns.keypair, keypair.accessKey.rawValue, properties, by: author)
        let now = SQLValue.integer(Timestamp.now())
        change.values += [
            ("secret_key", .text(keypair.secretKey.reveal())), ("user_id", .text(user.text("id"))),
            ("created_at", now), ("modified_at", now),
        ]
        change.consequences = [
            SQLFragment(
                "UPDATE users SET main_access_key = ? WHERE id = ? AND main_access_key IS NULL",
                [.text(keypair.accessKey.rawValue), .text(user.text("id"))])
        ]
        return try await nouns.carryOut(change)
    }

    func modify(_ accessKey: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        if let limit = properties.int("rate_limit"), limit < 0 { throw NounRefusal("the rate limit is negative") }
        var change = try nouns.modification(of: Nouns.keypair, accessKey, properties, by: author)
        change.guarantees = [UserAccounts.oneSuperadmin]
        return try await nouns.carryOut(change)
    }

    /// Removes a keypair; what it was used for stays with its user.
    func delete(_ accessKey: String, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = nouns.removal(of: Nouns.keypair, accessKey, by: author)
        let key = SQLValue.text(accessKey)
        change.checks.append(
            NounChange.Check(
                query: SQLFragment("SELECT email AS name FROM users WHERE main_access_key = ?", [key]), wantsRow: false,
                refusal: "the keypair is the main access key of %: deactivate it, or choose another main key first"))
        change.preparations = [
            SQLFragment(
                """
                UPDATE sessions SET access_key = (SELECT u.main_access_key FROM users u WHERE u.id = sessions.user_id)
                WHERE access_key = ? AND status IN ('TERMINATED', 'CANCELLED')
                """, [key]),
            Store.removalOfDotfiles(of: .user(AccessKey(rawValue: accessKey))),
        ]
        change.guarantees = [UserAccounts.oneSuperadmin]
        return try await nouns.carryOut(change)
    }

    /// The statement that adds a keypair to a user.
    static func insertion(
        of keypair: Keypair, user: String, isActive: Bool, isAdmin: Bool, policy: String = UserAccounts.firstPolicy,
        at now: SQLValue
    ) -> SQLFragment {
        SQLFragment(
            """
            INSERT INTO keypairs (access_key, secret_key, user_id, is_active, is_admin, resource_policy, rate_limit,
                created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(keypair.accessKey.rawValue), .text(keypair.secretKey.reveal()), .text(user), SQLValue(isActive),
                SQLValue(isAdmin), .text(policy), .integer(UserAccounts.firstRateLimit), now, now,
            ])
    }
}
