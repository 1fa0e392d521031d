extension Noun {
    /// What limits keypairs.
    static let keypairPolicy = Noun(
        name: "keypair resource policy",
        plural: "keypair resource policies",
        identifier: "name",
        fields: [
            Field("name"),
            Field("created_at", style: .time),
            Field("default_for_unspecified"),
            Field("total_resource_slots", style: .slots),
            Field("max_session_lifetime", style: .number),
            Field("max_concurrent_sessions", style: .number),
            Field("max_containers_per_session", style: .number),
            Field("idle_timeout", style: .number),
            Field("max_vfolder_count", style: .number),
            Field("max_vfolder_size", style: .bytes),
            Field("max_quota_scope_size", style: .bytes),
            Field("allowed_vfolder_hosts", style: .json),
        ],
        record: [
            "name", "created_at", "total_resource_slots", "max_concurrent_sessions", "max_vfolder_count",
            "max_vfolder_size", "idle_timeout", "max_containers_per_session", "allowed_vfolder_hosts",
        ],
        columns: [
            "name", "default_for_unspecified", "total_resource_slots", "max_concurrent_sessions",
            "max_containers_per_session", "max_session_lifetime", "idle_timeout", "created_at",
        ],
        details: [
            "name", "created_at", "default_for_unspecified", "total_resource_slots", "max_session_lifetime",
            "max_concurrent_sessions", "max_containers_per_session", "idle_timeout", "max_vfolder_count",
            "max_vfolder_size", "allowed_vfolder_hosts",
        ]
    )

    /// What limits users.
    static let userPolicy = Noun(
        name: "user resource policy",
        plural: "user resource policies",
        identifier: "name",
        fields: [
            Field("id"),
            Field("name"),
            Field("created_at", style: .time),
            Field("max_vfolder_count", style: .number),
            Field("max_quota_scope_size", style: .bytes),
            Field("max_vfolder_size", style: .bytes),
            Field("max_session_count_per_model_session", style: .number),
        ],
        record: [
            "name", "created_at", "max_vfolder_count", "max_quota_scope_size", "max_session_count_per_model_session",
        ]
    )

    /// What limits projects.
    static let projectPolicy = Noun(
        name: "project resource policy",
        plural: "project resource policies",
        identifier: "name",
        fields: [
            Field("id"),
            Field("name"),
            Field("created_at", style: .time),
            Field("max_vfolder_count", style: .number),
            Field("max_quota_scope_size", style: .bytes),
            Field("max_vfolder_size", style: .bytes),
        ],
        record: ["name", "created_at", "max_vfolder_count", "max_quota_scope_size"]
    )
}
