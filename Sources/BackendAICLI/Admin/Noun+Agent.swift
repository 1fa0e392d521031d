extension Noun {
    /// Agents.
    static let agent = Noun(
        name: "agent",
        plural: "agents",
        identifier: "id",
        fields: [
            Field("id"),
            Field("status"),
            Field("status_changed", style: .time),
            Field("region"),
            Field("architecture"),
            Field("scaling_group"),
            Field("schedulable"),
            Field("available_slots", style: .slots),
            Field("occupied_slots", style: .slots),
            Field("addr"),
            Field("first_contact", style: .time),
            Field("lost_at", style: .time),
            Field("live_stat", style: .json),
            Field("version"),
            Field("compute_plugins", style: .json),
            Field("hardware_metadata", style: .json),
            Field("auto_terminate_abusing_kernel"),
            Field("local_config", style: .json),
            Field("container_count", style: .number),
            Field("cpu_cur_pct", "CPU Usage (%)", style: .number),
            Field("mem_cur_bytes", "Used Memory (MiB)", style: .mebibytes),
        ],
        record: [
            "id", "status", "architecture", "scaling_group", "region", "first_contact", "cpu_cur_pct", "mem_cur_bytes",
            "available_slots", "occupied_slots",
        ],
        columns: [
            "id", "status", "schedulable", "scaling_group", "cpu_cur_pct", "mem_cur_bytes", "available_slots",
            "occupied_slots",
        ],
        details: [
            "id", "status", "schedulable", "region", "scaling_group", "architecture", "first_contact", "cpu_cur_pct",
            "available_slots", "occupied_slots", "hardware_metadata", "live_stat", "local_config",
        ]
    )
}
