import Core
import GraphQL

extension Nouns {
    static let keypairPolicy = Noun(
        .keypairResourcePolicy, table: "keypair_resource_policies", word: "keypair resource policy", alias: "p",
        select: "SELECT p.* FROM keypair_resource_policies p",
        uses: [
            NounUse(
                word: "keypairs",
                sql: "SELECT k.access_key AS name FROM keypairs k WHERE k.resource_policy = ?")
        ],
        columns: [
            NounColumn("default_for_unspecified", .choice(["LIMITED", "UNLIMITED"], type: ""), .required),
            NounColumn("total_resource_slots", .slots, .optional("{}")),
            NounColumn("max_session_lifetime", .integer, .optional(0)),
            NounColumn("max_concurrent_sessions", .integer, .required),
            NounColumn("max_concurrent_sftp_sessions", .integer, .optional(1)),
            NounColumn("max_containers_per_session", .integer, .required),
            NounColumn("idle_timeout", .large, .required),
            NounColumn("allowed_vfolder_hosts", .hosts),
            // Without a meaning since 23.09.4, and still asked for by clients of before.
            NounColumn("max_vfolder_count", .integer, .optional(0)),
            NounColumn("max_vfolder_size", .large, .optional(0)), NounColumn("max_quota_scope_size", .large),
        ]
    )

    static let userPolicy = Noun(
        .userResourcePolicy, table: "user_resource_policies", word: "user resource policy", alias: "p",
        select: "SELECT p.* FROM user_resource_policies p",
        uses: [NounUse(word: "users", sql: "SELECT email AS name FROM users WHERE resource_policy = ?")],
        columns: [
            NounColumn("max_vfolder_count", .integer), NounColumn("max_quota_scope_size", .large),
            NounColumn("max_session_count_per_model_session", .integer),
        ]
    )

    static let projectPolicy = Noun(
        .projectResourcePolicy, table: "project_resource_policies", word: "project resource policy", alias: "p",
        select: "SELECT p.* FROM project_resource_policies p",
        uses: [NounUse(word: "groups", sql: "SELECT name FROM groups WHERE resource_policy = ?")],
        columns: [NounColumn("max_vfolder_count", .integer), NounColumn("max_quota_scope_size", .large)]
    )

    static let preset = Noun(
        .resourcePreset, table: "resource_presets", word: "resource preset", alias: "p",
        select: "SELECT p.* FROM resource_presets p",
        columns: [NounColumn("resource_slots", .slots, .required), NounColumn("shared_memory", .size)]
    )

    static let scalingGroup = Noun(
        .scalingGroup, table: "scaling_groups", word: "scaling group", alias: "s",
        select: "SELECT s.* FROM scaling_groups s",
        uses: [
            NounUse(
                word: "sessions",
                sql: "SELECT name FROM sessions WHERE scaling_group = ? AND status NOT IN ('TERMINATED', 'CANCELLED')"),
            NounUse(word: "agents", sql: "SELECT id AS name FROM agents WHERE scaling_group = ?"),
        ],
        columns: [
            NounColumn("description", .text, .optional("")),
            NounColumn("is_active", .flag, .optional(true)),
            NounColumn("is_public", .flag, .optional(true)),
            NounColumn("wsproxy_addr", .text, .optional(.null)),
            NounColumn("wsproxy_api_token", .text, .optional(.null)),
            NounColumn("driver", .text, .required),
            NounColumn("driver_opts", .options, .optional("{}")),
            NounColumn(
                "scheduler", .choice(["fifo", "lifo", "drf", "fair-share", "mof"], type: "scheduler"), .required),
            NounColumn("scheduler_opts", .options, .optional("{}")),
            NounColumn("use_host_network", .flag, .optional(false)),
        ]
    )

    static let registry = Noun(
        .containerRegistry, table: "container_registries", key: "hostname", word: "container registry", alias: "r",
        select: "SELECT r.* FROM container_registries r",
        columns: [
            NounColumn("url", .text, .required),
            NounColumn("type", .choice(["docker", "harbor", "harbor2", "local"], type: "registry type"), .required),
            NounColumn("project", .texts), NounColumn("username", .text), NounColumn("password", .text),
            NounColumn("ssl_verify", .flag),
        ]
    )

    static let agent = Noun(
        .agent, table: "agents", key: "id", word: "agent", alias: "a",
        select: """
            SELECT a.*, (SELECT count(*) FROM kernels k WHERE k.agent = a.id
            AND k.status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED')) AS container_count,
            (SELECT json_group_object(o.slot, CAST(o.amount AS TEXT)) FROM (SELECT slot, sum(amount) AS amount
            FROM allocations WHERE agent = a.id AND freed_at IS NULL GROUP BY slot) o) AS occupied_slots FROM agents a
            """,
        columns: [
            NounColumn("schedulable", .flag, .absent),
            NounColumn(
                "scaling_group", .reference(table: "scaling_groups", key: "name", word: "scaling group"), .absent),
        ]
    )

    static let audit = Noun(
        .auditLog, table: "audit_log", key: "id", word: "audit record", alias: "l",
        select: "SELECT l.* FROM audit_log l", columns: []
    )
}
