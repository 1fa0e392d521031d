import Core
import GraphQL

/// The GraphQL types of policies, presets, scaling groups, registries and the audit log.
enum ResourceTypes {
    static let all = [
        keypairPolicy, userPolicy, projectPolicy, preset, scalingGroup, permissions, registry, registryConfiguration,
        audit, RowPage.type("AuditLogList", of: "AuditLog"),
    ]

    private static let keypairPolicy = GraphQLObject<GraphQLContext>("KeyPairResourcePolicy", of: SQLRow.self) {
        fields in
        fields.text("name")
        fields.time("created_at")
        fields.text("default_for_unspecified")
        fields.text("total_resource_slots", "JSONString")
        fields.number("max_session_lifetime")
        fields.number("max_concurrent_sessions")
        fields.number("max_containers_per_session")
        fields.number("idle_timeout", "BigInt")
        fields.text("allowed_vfolder_hosts", "JSONString")
        fields.number("max_vfolder_count")
        fields.number("max_vfolder_size", "BigInt")
        fields.number("max_quota_scope_size", "BigInt")
    }

    private static let userPolicy = GraphQLObject<GraphQLContext>("UserResourcePolicy", of: SQLRow.self) { fields in
        fields.text("id", "ID!", column: "name")
        fields.text("name", "String!")
        fields.time("created_at", "DateTime!")
        fields.number("max_vfolder_count")
        fields.number("max_quota_scope_size", "BigInt")
        fields.property("max_vfolder_size", "BigInt") { _ in .null }
        fields.number("max_session_count_per_model_session")
    }

    private static let projectPolicy = GraphQLObject<GraphQLContext>("ProjectResourcePolicy", of: SQLRow.self) {
        fields in
        fields.text("id", "ID!", column: "name")
        fields.text("name", "String!")
        fields.time("created_at", "DateTime!")
        fields.number("max_vfolder_count")
        fields.number("max_quota_scope_size", "BigInt")
        fields.property("max_vfolder_size", "BigInt") { _ in .null }
    }

    private static let preset = GraphQLObject<GraphQLContext>("ResourcePreset", of: SQLRow.self) { fields in
        fields.text("name")
        fields.text("resource_slots", "JSONString")
        fields.number("shared_memory", "BigInt")
    }

    private static let scalingGroup = GraphQLObject<GraphQLContext>("ScalingGroup", of: SQLRow.self) { fields in
        fields.text("name")
        fields.text("description")
        fields.flag("is_active")
        fields.flag("is_public")
        fields.time("created_at")
        fields.text("wsproxy_addr")
        fields.text("wsproxy_api_token")
        fields.text("driver")
        fields.text("driver_opts", "JSONString")
        fields.text("scheduler")
        fields.property("scheduler_opts", "JSONString") { .json(SchedulerOptions.filled($0.text("scheduler_opts"))) }
        fields.flag("use_host_network")
    }

    private static let permissions = GraphQLObject<GraphQLContext>("PredefinedAtomicPermission") { fields in
        fields.property("vfolder_host_permission_list", "[String]") { _ in
            .strings(NounColumn.hostPermissions.sorted())
        }
    }

    private static let registry = GraphQLObject<GraphQLContext>(
        "ContainerRegistry", of: SQLRow.self, implements: ["Node"]
    ) { fields in
        fields.text("id", "ID!", column: "hostname")
        fields.text("hostname")
        fields.property("config", "ContainerRegistryConfig") { .object($0) }
    }

    private static let registryConfiguration = GraphQLObject<GraphQLContext>(
        "ContainerRegistryConfig", of: SQLRow.self
    ) { fields in
        fields.text("url", "String!")
        fields.text("type", "String!")
        fields.texts("project")
        fields.text("username")
        // As in the original, a password is never shown, only whether there is one.
        fields.property("password", .string) { .string($0.optionalText("password") == nil ? nil : "*****") }
        fields.property("ssl_verify", .boolean) { .bool($0.optionalInteger("ssl_verify").map { $0 != 0 }) }
    }

    private static let audit = GraphQLObject<GraphQLContext>("AuditLog", of: SQLRow.self, implements: ["Item"]) {
        fields in
        fields.property("id", "ID") { .string(String($0.integer("id"))) }
        fields.time("created_at")
        fields.text("user_id", "UUID")
        fields.text("user_email")
        fields.text("access_key")
        fields.text("action")
        fields.text("entity_type")
        fields.text("entity_id")
        fields.text("before", "JSONString")
        fields.text("after", "JSONString")
        fields.text("request_id")
    }
}
