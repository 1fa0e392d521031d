extension Noun {
    /// Images.
    static let image = Noun(
        name: "image",
        plural: "images",
        identifier: "name",
        fields: [
            Field("id"),
            Field("name"),
            Field("humanized_name"),
            Field("registry"),
            Field("architecture"),
            Field("tag"),
            Field("digest"),
            Field("is_local"),
            Field("size_bytes", style: .bytes),
            Field("aliases"),
            Field("installed"),
            Field("installed_agents"),
            Field("hash"),
            Field("supported_accelerators"),
            Field("labels", style: .things([Field("key"), Field("value")])),
            Field("resource_limits", style: .things([Field("key"), Field("min"), Field("max")])),
        ],
        record: ["name", "registry", "architecture", "tag", "digest", "size_bytes", "aliases"],
        columns: ["name", "tag", "registry", "architecture", "size_bytes", "installed", "aliases"],
        details: [
            "name", "tag", "registry", "architecture", "digest", "size_bytes", "aliases", "installed",
            "installed_agents", "supported_accelerators", "resource_limits", "labels",
        ]
    )
}
