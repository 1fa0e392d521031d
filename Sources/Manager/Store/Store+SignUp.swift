import Core

/// An account that somebody makes for themselves.
struct NewAccount: Sendable {
    let domain: String
    let group: String
    let policy: String
    let email: String
    let username: String
    let fullName: String
    let description: String
    let keypair: Keypair
    /// The hash.
    let password: String
}

extension Store {
    /// Writes a user with a keypair, as a member of the group for new users where the domain has it.
    ///
    /// - Throws: ``StoreError/refused(_:)`` in the original's words when the address is taken.
    func signUp(_ account: NewAccount) throws(StoreError) {
        let id = KernelID.random().rawValue
        let now = SQLValue.integer(Timestamp.now())
        try transaction { connection throws(StoreError) in
            try Store.insist("domains", "name = ? AND is_active = 1", account.domain, "No such domain", connection)
            try Store.insist(
                "keypair_resource_policies", "name = ?", account.policy,
                "The policy for new users, `\(account.policy)`, does not exist", connection)
            let taken = try connection.query(
                "SELECT 1 AS one FROM users WHERE email = ? OR username = ?",
                [.text(account.email), .text(account.username)])
            guard taken.isEmpty else { throw .refused("Email already exists") }
            try connection.run(
                """
                INSERT INTO users (id, username, email, full_name, description, role, status, status_info, domain_name,
                    password, password_changed_at, main_access_key, created_at, modified_at)
                VALUES (?, ?, ?, ?, ?, 'user', 'active', 'user-signup', ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(id), .text(account.username), .text(account.email), .text(account.fullName),
                    .text(account.description), .text(account.domain), .text(account.password), now,
                    .text(account.keypair.accessKey.rawValue), now, now,
                ])
            let keypair = KeypairAccounts.insertion(
                of: account.keypair, user: id, isActive: true, isAdmin: false, policy: account.policy, at: now)
            try connection.run(keypair.sql, keypair.values)
            try connection.run(
                """
                INSERT INTO group_members (group_id, user_id)
                SELECT id, ? FROM groups WHERE name = ? AND domain_name = ? AND is_active = 1
                """, [.text(id), .text(account.group), .text(account.domain)])
        }
    }

    private static func insist(
        _ table: String, _ condition: String, _ key: String, _ refusal: String, _ connection: SQLiteConnection
    ) throws(StoreError) {
        let rows = try connection.query("SELECT 1 AS one FROM \(table) WHERE \(condition)", [.text(key)])
        guard !rows.isEmpty else { throw .refused(refusal) }
    }
}
