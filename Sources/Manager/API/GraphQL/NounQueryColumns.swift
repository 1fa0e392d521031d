import Core

/// What filters and orders may name in the lists of GraphQL.
enum NounQueryColumns {
    static let user = QueryColumns(
        tieBreak: "u.id",
        [
            QueryColumn("uuid", .uuid, sql: "u.id"), QueryColumn("username", .text, sql: "u.username"),
            QueryColumn("email", .text, sql: "u.email"),
            QueryColumn("need_password_change", .boolean, sql: "u.need_password_change"),
            QueryColumn("full_name", .text, sql: "u.full_name"),
            QueryColumn("description", .text, sql: "u.description"),
            QueryColumn("is_active", .boolean, sql: "(u.status = 'active')", uses: .order),
            QueryColumn("status", .enumeration(statuses), sql: "u.status"),
            QueryColumn("status_info", .text, sql: "u.status_info"),
            QueryColumn("created_at", .time, sql: "u.created_at"),
            QueryColumn("modified_at", .time, sql: "u.modified_at"),
            QueryColumn("domain_name", .text, sql: "u.domain_name"),
            QueryColumn("role", .enumeration(roles), sql: "u.role"),
            QueryColumn("resource_policy", .text, sql: "u.resource_policy"),
            QueryColumn("allowed_client_ip", .list(of: .text), sql: "u.allowed_client_ip", uses: .filter),
            QueryColumn("totp_activated", .boolean, sql: "u.totp_activated"),
            QueryColumn("totp_activated_at", .time, sql: "u.totp_activated_at"),
            QueryColumn("sudo_session_enabled", .boolean, sql: "u.sudo_session_enabled"),
            QueryColumn("main_access_key", .text, sql: "u.main_access_key"),
        ])

    static let keypair = QueryColumns(
        tieBreak: "k.access_key",
        [
            QueryColumn("access_key", .text, sql: "k.access_key"), QueryColumn("user_id", .uuid, sql: "k.user_id"),
            QueryColumn("email", .text, sql: "u.email"), QueryColumn("full_name", .text, sql: "u.full_name"),
            QueryColumn("is_active", .boolean, sql: "k.is_active"),
            QueryColumn("is_admin", .boolean, sql: "k.is_admin"),
            QueryColumn("resource_policy", .text, sql: "k.resource_policy"),
            QueryColumn("created_at", .time, sql: "k.created_at"), QueryColumn("last_used", .time, sql: "k.last_used"),
            QueryColumn("rate_limit", .integer, sql: "k.rate_limit"),
            QueryColumn("num_queries", .integer, sql: "k.num_queries"),
            QueryColumn("ssh_public_key", .text, sql: "k.ssh_public_key"),
            QueryColumn(
                "projects", .list(of: .text),
                sql: """
                    (SELECT json_group_array(g.name) FROM group_members m JOIN groups g ON g.id = m.group_id
                    WHERE m.user_id = u.id)
                    """, uses: .filter),
        ])

    static let agent = QueryColumns(
        tieBreak: "a.id",
        [
            QueryColumn("id", .text, sql: "a.id"),
            QueryColumn(
                "status", .enumeration(named: ["ALIVE", "LOST", "RESTARTING", "TERMINATED"]), sql: "a.status"),
            QueryColumn("status_changed", .time, sql: "a.status_changed"),
            QueryColumn("region", .text, sql: "a.region"), QueryColumn("scaling_group", .text, sql: "a.scaling_group"),
            QueryColumn("schedulable", .boolean, sql: "a.schedulable"), QueryColumn("addr", .text, sql: "a.id"),
            QueryColumn("first_contact", .time, sql: "a.first_contact"),
            QueryColumn("lost_at", .time, sql: "a.lost_at"), QueryColumn("version", .text, sql: "a.version"),
            QueryColumn("architecture", .text, sql: "a.architecture"),
            QueryColumn("available_slots", .text, sql: "a.available_slots", uses: .order),
            QueryColumn(
                "occupied_slots", .integer,
                sql: "(SELECT sum(o.amount) FROM allocations o WHERE o.agent = a.id AND o.freed_at IS NULL)",
                uses: .order),
        ])

    static let session = QueryColumns(
        tieBreak: "s.id",
        [
            QueryColumn("id", .uuid, sql: "s.id"), QueryColumn("type", .enumeration(types), sql: "s.session_type"),
            QueryColumn("name", .text, sql: "s.name"), QueryColumn("tag", .text, sql: "s.tag"),
            QueryColumn("image", .text, sql: "s.image"), QueryColumn("architecture", .text, sql: "s.architecture"),
            QueryColumn("agent_ids", .list(of: .text), sql: agents, uses: .filter),
            QueryColumn("agent_id", .list(of: .text), sql: agents, uses: .filter),
            QueryColumn("agents", .list(of: .text), sql: agents, uses: .filter),
            QueryColumn("domain_name", .text, sql: "s.domain_name"), QueryColumn("group_name", .text, sql: "g.name"),
            QueryColumn("user_email", .text, sql: "u.email"), QueryColumn("full_name", .text, sql: "u.full_name"),
            QueryColumn("access_key", .text, sql: "s.access_key"),
            QueryColumn("scaling_group", .text, sql: "s.scaling_group"),
            QueryColumn("cluster_mode", .enumeration(clusterModes), sql: "s.cluster_mode"),
            QueryColumn("cluster_size", .integer, sql: "s.cluster_size"),
            QueryColumn("status", .enumeration(named: SessionStatus.allCases.map(\.rawValue)), sql: "s.status"),
            QueryColumn("status_info", .text, sql: "s.status_info"),
            QueryColumn("status_changed", .time, sql: "s.status_changed", uses: .order),
            QueryColumn("result", .enumeration(results), sql: "s.result"),
            QueryColumn("created_at", .time, sql: "s.created_at"),
            QueryColumn("terminated_at", .time, sql: "s.terminated_at"),
            QueryColumn("scheduled_at", .time, sql: scheduledAt),
            QueryColumn("startup_command", .text, sql: "s.startup_command"),
        ])

    static let audit = QueryColumns(
        tieBreak: "l.id",
        [
            QueryColumn("id", .integer, sql: "l.id"), QueryColumn("created_at", .time, sql: "l.created_at"),
            QueryColumn("user_id", .uuid, sql: "l.user_id"), QueryColumn("user_email", .text, sql: "l.user_email"),
            QueryColumn("access_key", .text, sql: "l.access_key"), QueryColumn("action", .text, sql: "l.action"),
            QueryColumn("entity_type", .text, sql: "l.entity_type"),
            QueryColumn("entity_id", .text, sql: "l.entity_id"),
            QueryColumn("request_id", .text, sql: "l.request_id"),
        ])

    static let group = QueryColumns(
        tieBreak: "g.id",
        [
            QueryColumn("id", .uuid, sql: "g.id"), QueryColumn("name", .text, sql: "g.name"),
            QueryColumn("description", .text, sql: "g.description"),
            QueryColumn("is_active", .boolean, sql: "g.is_active"),
            QueryColumn("created_at", .time, sql: "g.created_at"),
            QueryColumn("modified_at", .time, sql: "g.modified_at"),
            QueryColumn("domain_name", .text, sql: "g.domain_name"),
            QueryColumn("resource_policy", .text, sql: "g.resource_policy"),
        ])

    private static let agents =
        "(SELECT json_group_array(k.agent) FROM kernels k WHERE k.session_id = s.id AND k.is_past = 0)"
    private static let scheduledAt = """
        (SELECT min(h.changed_at) FROM status_history h WHERE h.session_id = s.id AND h.kernel_id IS NULL
        AND h.to_status = 'SCHEDULED')
        """

    private static let statuses = ["active", "inactive", "deleted", "before-verification"].map {
        QueryKind.Name($0.uppercased().replacing("-", with: "_"), stored: $0)
    }
    private static let roles = UserRole.allCases.map { QueryKind.Name($0.rawValue.uppercased(), stored: $0.rawValue) }
    private static let types = SessionType.allCases.map {
        QueryKind.Name($0.rawValue.uppercased(), stored: $0.rawValue)
    }
    private static let clusterModes = [
        QueryKind.Name("SINGLE_NODE", stored: "single-node"), QueryKind.Name("MULTI_NODE", stored: "multi-node"),
    ]
    private static let results = SessionResult.allCases.map {
        QueryKind.Name($0.rawValue.uppercased(), stored: $0.rawValue)
    }
}
