extension Noun {
    /// Users.
    static let user = Noun(
        name: "user",
        plural: "users",
        identifier: "uuid",
        fields: [
            Field("uuid"),
            Field("username"),
            Field("email"),
            Field("need_password_change"),
            Field("full_name"),
            Field("description"),
            Field("is_active"),
            Field("status"),
            Field("status_info"),
            Field("created_at", style: .time),
            Field("modified_at", style: .time),
            Field("domain_name"),
            Field("role"),
            Field("resource_policy"),
            Field("groups", members: "id name", style: .members("name")),
            Field("allowed_client_ip"),
            Field("totp_activated"),
            Field("totp_activated_at", style: .time),
            Field("sudo_session_enabled"),
            Field("main_access_key"),
        ],
        record: [
            "uuid", "username", "role", "email", "full_name", "need_password_change", "status", "status_info",
            "created_at", "domain_name", "groups", "allowed_client_ip", "sudo_session_enabled", "main_access_key",
        ],
        columns: ["email", "username", "full_name", "role", "status", "domain_name", "groups", "created_at"]
    )

    /// Domains.
    static let domain = Noun(
        name: "domain",
        plural: "domains",
        identifier: "name",
        fields: [
            Field("name"),
            Field("description"),
            Field("is_active"),
            Field("created_at", style: .time),
            Field("modified_at", style: .time),
            Field("total_resource_slots", style: .slots),
            Field("allowed_vfolder_hosts", style: .json),
            Field("allowed_docker_registries"),
            Field("integration_id"),
            Field("scaling_groups"),
        ],
        record: [
            "name", "description", "is_active", "created_at", "total_resource_slots", "allowed_vfolder_hosts",
            "allowed_docker_registries", "integration_id",
        ],
        columns: [
            "name", "description", "is_active", "created_at", "total_resource_slots", "allowed_docker_registries",
        ]
    )

    /// Groups, which are also called projects.
    static let group = Noun(
        name: "group",
        plural: "groups",
        identifier: "id",
        fields: [
            Field("id"),
            Field("name"),
            Field("description"),
            Field("is_active"),
            Field("created_at", style: .time),
            Field("modified_at", style: .time),
            Field("domain_name"),
            Field("total_resource_slots", style: .slots),
            Field("allowed_vfolder_hosts", style: .json),
            Field("integration_id"),
            Field("resource_policy"),
            Field("scaling_groups"),
        ],
        record: ["id", "name", "is_active", "created_at", "integration_id"],
        columns: ["id", "name", "domain_name", "is_active", "created_at"],
        details: [
            "id", "name", "description", "is_active", "created_at", "domain_name", "total_resource_slots",
            "allowed_vfolder_hosts", "integration_id",
        ]
    )

    /// Scaling groups.
    static let scalingGroup = Noun(
        name: "scaling group",
        plural: "scaling groups",
        identifier: "name",
        fields: [
            Field("name"),
            Field("description"),
            Field("is_active"),
            Field("is_public"),
            Field("created_at", style: .time),
            Field("driver"),
            Field("driver_opts", style: .json),
            Field("scheduler"),
            Field("scheduler_opts", style: .json),
            Field("use_host_network"),
            Field("wsproxy_addr"),
            Field("wsproxy_api_token"),
        ],
        record: [
            "name", "description", "is_active", "is_public", "created_at", "driver", "scheduler", "use_host_network",
            "wsproxy_addr", "wsproxy_api_token",
        ],
        columns: [
            "name", "description", "is_active", "is_public", "created_at", "driver", "scheduler", "use_host_network",
        ],
        details: [
            "name", "description", "is_active", "is_public", "created_at", "driver", "driver_opts", "scheduler",
            "scheduler_opts", "use_host_network", "wsproxy_addr", "wsproxy_api_token",
        ]
    )

    /// Resource presets.
    static let preset = Noun(
        name: "resource preset",
        plural: "resource presets",
        identifier: "name",
        fields: [
            Field("name"), Field("resource_slots", style: .slots), Field("shared_memory", style: .bytes),
        ],
        record: ["name", "resource_slots", "shared_memory"]
    )

    /// Changes that administrators have made.
    static let audit = Noun(
        name: "change",
        plural: "changes by administrators",
        identifier: "id",
        fields: [
            Field("id"),
            Field("created_at", style: .time),
            Field("user_email"),
            Field("access_key"),
            Field("action"),
            Field("entity_type", "Entity"),
            Field("entity_id", "Entity ID"),
            Field("before", style: .json),
            Field("after", style: .json),
            Field("request_id", "Request ID"),
        ],
        record: [
            "id", "created_at", "user_email", "access_key", "action", "entity_type", "entity_id", "before", "after",
            "request_id",
        ],
        columns: ["created_at", "user_email", "action", "entity_type", "entity_id", "before", "after"]
    )
}
