extension Noun {
    /// Keypairs.
    static let keypair = Noun(
        name: "keypair",
        plural: "keypairs",
        identifier: "access_key",
        fields: [
            Field("user_id", "Email"),
            Field("user_info", "Full Name", key: "full_name", members: "full_name", style: .member("full_name")),
            Field("projects"),
            Field("access_key"),
            Field("secret_key"),
            Field("is_active"),
            Field("is_admin"),
            Field("created_at", style: .time),
            Field("last_used", style: .time),
            Field("resource_policy"),
            Field("rate_limit", style: .number),
            Field("num_queries", style: .number),
            Field("concurrency_used", style: .number),
            Field("ssh_public_key"),
        ],
        record: [
            "user_id", "projects", "user_info", "access_key", "secret_key", "is_active", "is_admin", "created_at",
            "last_used", "resource_policy", "rate_limit", "concurrency_used",
        ],
        // Secrets are for those who ask for them, and not for whoever looks at the screen.
        columns: [
            "user_id", "projects", "user_info", "access_key", "is_active", "is_admin", "last_used", "resource_policy",
            "rate_limit", "concurrency_used",
        ],
        details: [
            "user_id", "user_info", "access_key", "secret_key", "is_active", "is_admin", "created_at", "last_used",
            "resource_policy", "rate_limit", "concurrency_used",
        ]
    )
}
