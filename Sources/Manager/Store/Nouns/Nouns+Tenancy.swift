import Core
import GraphQL

/// The things that make up the ownership tree.
enum Nouns {
    static let domain = Noun(
        .domain, table: "domains", word: "domain", alias: "d",
        select: """
            SELECT d.*, (SELECT json_group_array(a.scaling_group) FROM scaling_groups_for_domains a WHERE a.domain = d.name)
            AS scaling_groups FROM domains d
            """,
        isDated: true,
        uses: [
            NounUse(word: "users", sql: "SELECT email AS name FROM users WHERE domain_name = ?"),
            NounUse(word: "groups", sql: "SELECT name FROM groups WHERE domain_name = ?"),
            NounUse(
                word: "sessions",
                sql: "SELECT name FROM sessions WHERE domain_name = ? AND status NOT IN ('TERMINATED', 'CANCELLED')"),
        ],
        columns: [
            NounColumn("name", .text, .absent),
            NounColumn("description", .text, .optional("")),
            NounColumn("is_active", .flag, .optional(true)),
            NounColumn("total_resource_slots", .slots, .optional("{}")),
            NounColumn("allowed_vfolder_hosts", .hosts, .optional("{}")),
            NounColumn("allowed_docker_registries", .texts, .optional(.list([]))),
            NounColumn("integration_id", .text, .optional(.null)),
        ]
    )

    static let group = Noun(
        .group, table: "groups", key: "id", word: "group", alias: "g",
        select: """
            SELECT g.*, (SELECT json_group_array(a.scaling_group) FROM scaling_groups_for_groups a WHERE a.group_id = g.id)
            AS scaling_groups FROM groups g
            """,
        isDated: true,
        uses: [
            NounUse(
                word: "sessions",
                sql: "SELECT name FROM sessions WHERE group_id = ? AND status NOT IN ('TERMINATED', 'CANCELLED')")
        ],
        columns: [
            NounColumn("name", .text, .absent),
            NounColumn("description", .text, .optional("")),
            NounColumn("is_active", .flag, .optional(true)),
            NounColumn("domain_name", .reference(table: "domains", key: "name", word: "domain"), .required),
            NounColumn("total_resource_slots", .slots, .optional("{}")),
            NounColumn("allowed_vfolder_hosts", .hosts, .optional("{}")),
            NounColumn("integration_id", .text, .optional("")),
            NounColumn(
                "resource_policy",
                .reference(table: "project_resource_policies", key: "name", word: "project resource policy"),
                .optional("default")),
        ]
    )

    static let user = Noun(
        .user, table: "users", key: "email", word: "user", alias: "u",
        select: """
            SELECT u.*, (SELECT json_group_array(json_object('id', g.id, 'name', g.name)) FROM group_members m
            JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id) AS groups FROM users u
            """,
        isDated: true,
        columns: [
            NounColumn("username", .text, .required),
            NounColumn("need_password_change", .flag, .required),
            NounColumn("full_name", .text, .optional("")),
            NounColumn("description", .text, .optional("")),
            NounColumn(
                "status", .choice(["active", "inactive", "deleted", "before-verification"], type: "UserStatus"),
                .optional("active")),
            NounColumn("domain_name", .reference(table: "domains", key: "name", word: "domain"), .required),
            NounColumn("role", .choice(UserRole.allCases.map(\.rawValue), type: "UserRole"), .optional("user")),
            NounColumn("allowed_client_ip", .networks, .optional(.null)),
            NounColumn("totp_activated", .flag, .optional(false)),
            NounColumn(
                "resource_policy",
                .reference(table: "user_resource_policies", key: "name", word: "user resource policy"),
                .optional("default")),
            NounColumn("sudo_session_enabled", .flag, .optional(false)),
        ]
    )

    static let keypair = Noun(
        .keypair, table: "keypairs", key: "access_key", word: "keypair", alias: "k",
        select: """
            SELECT k.*, u.email AS email, u.full_name AS full_name, u.domain_name AS domain_name,
            (SELECT json_group_array(g.name) FROM group_members m JOIN groups g ON g.id = m.group_id
            WHERE m.user_id = u.id) AS projects,
            (SELECT count(*) FROM sessions s WHERE s.access_key = k.access_key
            AND s.status NOT IN ('TERMINATED', 'CANCELLED')) AS concurrency_used
            FROM keypairs k JOIN users u ON u.id = k.user_id
            """,
        isDated: true,
        uses: [
            NounUse(
                word: "sessions",
                sql: "SELECT name FROM sessions WHERE access_key = ? AND status NOT IN ('TERMINATED', 'CANCELLED')")
        ],
        columns: [
            NounColumn("is_active", .flag, .optional(true)),
            NounColumn("is_admin", .flag, .optional(false)),
            NounColumn(
                "resource_policy",
                .reference(table: "keypair_resource_policies", key: "name", word: "keypair resource policy"), .required),
            NounColumn("rate_limit", .integer, .required),
        ]
    )
}
