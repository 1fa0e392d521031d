import Core

/// A keypair with what its requests need to know.
struct KeypairRecord: Sendable, Equatable {
    let keypair: Keypair
    let isActive: Bool
    let isAdmin: Bool
    let resourcePolicy: String
    let rateLimit: Int
    let createdAt: Int64
    let user: UserRecord
    /// Which signatures are accepted of it, beside the server's own policy.
    var signaturePolicy = SignaturePolicy.legacy

    /// Whether it and its user are in use.
    var mayBeUsed: Bool { isActive && user.status == "active" }
}

/// A user.
struct UserRecord: Sendable, Equatable {
    let id: String
    let email: String
    let username: String
    let fullName: String
    let role: UserRole
    let status: String
    let domain: String
    /// Where requests may come from; nil is everywhere.
    var allowedNetworks: ClientNetworks?
}

/// The limits of a keypair that a session is checked against outside the scheduler.
struct KeypairPolicyRecord: Sendable, Equatable {
    let name: String
    let maximumContainers: Int
    /// Seconds without use after which a session ends; 0 is never.
    let idleTimeout: Int64
}

extension Store {
    /// Every keypair, for the manager's memory: a signature is checked without asking the database.
    func keypairs() throws(StoreError) -> [KeypairRecord] {
        try connection.query(
            """
            SELECT k.*, u.email, u.username, u.full_name, u.role, u.status AS user_status, u.domain_name,
                u.allowed_client_ip
            FROM keypairs k JOIN users u ON u.id = k.user_id JOIN domains d ON d.name = u.domain_name
            WHERE d.is_active = 1
            """
        ).map { row in
            KeypairRecord(
                keypair: Keypair(
                    accessKey: AccessKey(rawValue: row.text("access_key")),
                    secretKey: SecretKey(row.text("secret_key"))
                ),
                isActive: row.flag("is_active"),
                isAdmin: row.flag("is_admin"),
                resourcePolicy: row.text("resource_policy"),
                rateLimit: Int(row.integer("rate_limit")),
                createdAt: row.integer("created_at"),
                user: UserRecord(
                    id: row.text("user_id"),
                    email: row.text("email"),
                    username: row.text("username"),
                    fullName: row.text("full_name"),
                    role: UserRole(rawValue: row.text("role")) ?? .user,
                    status: row.text("user_status"),
                    domain: row.text("domain_name"),
                    allowedNetworks: row.optionalText("allowed_client_ip").map {
                        // What cannot be read allows nobody.
                        (try? ClientNetworks(stored: $0)) ?? .none
                    }
                ),
                signaturePolicy: SignaturePolicy(rawValue: row.text("signature_policy")) ?? .legacy
            )
        }
    }

    /// A keypair's policy.
    func policy(of keypair: KeypairRecord) throws(StoreError) -> KeypairPolicyRecord? {
        try connection.query("SELECT * FROM keypair_resource_policies WHERE name = ?", [.text(keypair.resourcePolicy)])
            .first.map { row in
                KeypairPolicyRecord(
                    name: row.text("name"),
                    maximumContainers: Int(row.integer("max_containers_per_session")),
                    idleTimeout: row.integer("idle_timeout")
                )
            }
    }

    /// Whether anybody has a keypair yet.
    func hasKeypairs() throws(StoreError) -> Bool {
        try !connection.query("SELECT 1 AS one FROM keypairs LIMIT 1").isEmpty
    }

    /// Writes accounts; what is there already stays as it is.
    func populate(_ fixture: TenancyFixture) throws(StoreError) {
        let now = SQLValue.integer(Timestamp.now())
        try transaction { connection throws(StoreError) in
            try connection.run(
                """
                INSERT INTO domains (name, description, is_active, created_at, modified_at) VALUES (?, ?, 1, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                [.text(fixture.domain), .text(fixture.domainDescription), now, now]
            )
            try connection.run(
                """
                INSERT INTO groups (id, name, description, domain_name, is_active, created_at, modified_at)
                VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING
                """,
                [
                    .text(fixture.groupID), .text(fixture.group), .text(fixture.groupDescription),
                    .text(fixture.domain), now, now,
                ]
            )
            try connection.run(
                """
                INSERT INTO scaling_groups_for_domains (scaling_group, domain) VALUES ('default', ?)
                ON CONFLICT DO NOTHING
                """, [.text(fixture.domain)])
            try connection.run(
                """
                INSERT INTO keypair_resource_policies (name, max_concurrent_sessions, max_containers_per_session,
                    total_resource_slots, idle_timeout, max_session_lifetime, created_at)
                VALUES (?, ?, ?, '{}', ?, 0, ?) ON CONFLICT DO NOTHING
                """,
                [
                    .text(fixture.policy), .integer(fixture.maximumSessions), .integer(fixture.maximumContainers),
                    .integer(fixture.idleTimeout), now,
                ]
            )
            for account in fixture.accounts { try Store.insert(account, of: fixture, at: now, connection) }
            try Store.insertResources(of: fixture, at: now, connection)
        }
    }

    private static func insert(
        _ account: TenancyFixture.Account,
        of fixture: TenancyFixture,
        at now: SQLValue,
        _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO users (id, username, email, full_name, role, status, domain_name, password, password_changed_at,
                main_access_key, created_at, modified_at)
            VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                .text(account.userID), .text(account.username), .text(account.email), .text(account.fullName),
                .text(account.role.rawValue), .text(fixture.domain), SQLValue(account.password), now,
                .text(account.keypair.accessKey.rawValue), now, now,
            ]
        )
        try connection.run(
            "INSERT INTO group_members (group_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [.text(fixture.groupID), .text(account.userID)]
        )
        try connection.run(
            """
            INSERT INTO keypairs (access_key, secret_key, user_id, is_active, is_admin, resource_policy, rate_limit,
                created_at, modified_at) VALUES (?, ?, ?, 1, ?, ?, 30000, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                .text(account.keypair.accessKey.rawValue), .text(account.keypair.secretKey.reveal()),
                .text(account.userID),
                SQLValue(account.role == .superadmin || account.role == .admin), .text(fixture.policy), now, now,
            ]
        )
    }
}
