import Core

/// A named bundle of slots.
struct ResourcePresetRecord: Sendable, Equatable {
    let name: String
    let slots: ResourceSlots
    /// In bytes.
    let sharedMemory: Int64?
}

/// What one scaling group has left, and what a keypair uses there.
struct ScalingGroupUse: Sendable, Equatable {
    let name: String
    let used: ResourceSlots
    /// What each of its agents could still give.
    let agents: [ResourceSlots]
}

/// Everything that bounds what a keypair may start, at one moment.
struct ResourceOverview: Sendable, Equatable {
    let keypair: Quota
    let group: Quota
    let domain: Quota
    let scalingGroups: [ScalingGroupUse]
}

extension Store {
    /// The presets by name.
    func resourcePresets() throws(StoreError) -> [ResourcePresetRecord] {
        try connection.query("SELECT * FROM resource_presets ORDER BY name").map { row in
            ResourcePresetRecord(
                name: row.text("name"), slots: ResourceSlots(stored: row.text("resource_slots")),
                sharedMemory: row.optionalInteger("shared_memory"))
        }
    }

    /// What bounds a keypair that works in a group.
    ///
    /// - Parameters:
    ///   - key: The keypair.
    ///   - group: Where it works.
    ///   - scalingGroup: The only scaling group to look at; nil for all that it may use.
    /// - Returns: nil when it may not use that scaling group.
    /// - Throws: ``StoreError``.
    func resourceOverview(of key: AccessKey, in group: GroupPlace, scalingGroup: String?) throws(StoreError)
        -> ResourceOverview?
    {
        try transaction { connection throws(StoreError) in
            var names = try Store.scalingGroups(of: key, in: group, connection)
            if let scalingGroup {
                guard names.contains(scalingGroup) else { return nil }
                names = [scalingGroup]
            }
            var uses: [ScalingGroupUse] = []
            for name in names {
                uses.append(
                    ScalingGroupUse(
                        name: name, used: try Store.held(by: .accessKey(key), in: name, connection),
                        agents: try Store.remainders(of: name, connection)))
            }
            let groups = try Store.groupQuotas([group.id], connection)
            let domains = try Store.domainQuotas([group.domain], connection)
            return ResourceOverview(
                keypair: try Store.keypairQuota(key, connection),
                group: Quota(
                    limits: groups[group.id]?.limits ?? .none,
                    occupied: try Store.held(by: .group(group.id), connection)),
                domain: domains[group.domain] ?? Quota(limits: .none), scalingGroups: uses)
        }
    }

    /// The scaling groups that a keypair may use in a group: what any of domain, group and keypair is given.
    private static func scalingGroups(
        of key: AccessKey, in group: GroupPlace, _ connection: SQLiteConnection
    ) throws(StoreError) -> [String] {
        try connection.query(
            """
            SELECT name FROM scaling_groups s WHERE s.is_active = 1 AND s.is_public = 1 AND (
                EXISTS (SELECT 1 FROM scaling_groups_for_domains d WHERE d.scaling_group = s.name AND d.domain = ?)
                OR EXISTS (SELECT 1 FROM scaling_groups_for_groups g WHERE g.scaling_group = s.name AND g.group_id = ?)
                OR EXISTS (SELECT 1 FROM scaling_groups_for_keypairs k
                    WHERE k.scaling_group = s.name AND k.access_key = ?))
            ORDER BY name
            """,
            [.text(group.domain), .text(group.id), .text(key.rawValue)]
        ).map { $0.text("name") }
    }

    /// What each agent of a scaling group that takes sessions has left.
    private static func remainders(of scalingGroup: String, _ connection: SQLiteConnection) throws(StoreError)
        -> [ResourceSlots]
    {
        let agents = try connection.query(
            """
            SELECT id, available_slots FROM agents WHERE scaling_group = ? AND status = 'ALIVE' AND schedulable = 1
            ORDER BY id
            """,
            [.text(scalingGroup)])
        var remainders: [ResourceSlots] = []
        for agent in agents {
            let held = try connection.query(
                "SELECT slot, sum(amount) AS amount FROM allocations WHERE freed_at IS NULL AND agent = ? GROUP BY slot",
                [.text(agent.text("id"))])
            remainders.append(ResourceSlots(stored: agent.text("available_slots")) - ResourceSlots(rows: held))
        }
        return remainders
    }

    /// Writes what a new database has for its domain: the presets, and the right to use the first scaling group.
    static func insertResources(
        of fixture: TenancyFixture, at now: SQLValue, _ connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run(
            "INSERT INTO scaling_groups_for_domains (scaling_group, domain) VALUES ('default', ?) ON CONFLICT DO NOTHING",
            [.text(fixture.domain)])
        for preset in fixture.presets {
            try connection.run(
                """
                INSERT INTO resource_presets (name, resource_slots, shared_memory, created_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                [
                    .text(preset.name), .text(preset.slots.stored),
                    preset.sharedMemory.map { .integer($0) } ?? .null, now,
                ])
        }
    }
}
