import Core

/// A scaling group that somebody may use.
struct UsableScalingGroup: Sendable, Equatable {
    let name: String
    /// What sessions in it may be of.
    let types: [SessionType]
}

extension Store {
    /// The active scaling groups that somebody may use: those of their domain, of the group, and of their keypair.
    ///
    /// - Parameters:
    ///   - requester: Who asks.
    ///   - group: The name or id of one of the groups of their domain; an unknown one adds nothing.
    /// - Returns: Names, sorted.
    /// - Throws: ``StoreError``.
    func usableScalingGroups(for requester: Requester, in group: String) throws(StoreError) -> [String] {
        try usableScalingGroups(
            domain: requester.user.domain, group: try usableGroup(group, for: requester)?.id,
            accessKey: requester.accessKey)
    }

    /// The active scaling groups that a domain, a group by its id, or a keypair may use.
    private func usableScalingGroups(
        domain: String, group: String?, accessKey: AccessKey
    ) throws(StoreError) -> [String] {
        try connection.query(
            """
            SELECT s.name FROM scaling_groups s WHERE s.is_active = 1 AND s.is_public = 1 AND (
                EXISTS (SELECT 1 FROM scaling_groups_for_domains d WHERE d.scaling_group = s.name AND d.domain = ?)
                OR EXISTS (SELECT 1 FROM scaling_groups_for_groups t WHERE t.scaling_group = s.name AND t.group_id = ?)
                OR EXISTS (SELECT 1 FROM scaling_groups_for_keypairs k
                    WHERE k.scaling_group = s.name AND k.access_key = ?))
            ORDER BY s.name
            """,
            [.text(domain), SQLValue(group), .text(accessKey.rawValue)]
        ).map { $0.text("name") }
    }

    /// The scaling groups that an owner of sessions may use.
    func usableScalingGroups(of owner: SessionOwner) throws(StoreError) -> [UsableScalingGroup] {
        var groups: [UsableScalingGroup] = []
        let names = try usableScalingGroups(domain: owner.domain, group: owner.group, accessKey: owner.accessKey)
        for name in names {
            guard let options = try schedulerOptions(of: name) else { continue }
            let types = options["allowed_session_types"]?.items ?? []
            groups.append(
                UsableScalingGroup(name: name, types: types.compactMap { $0.text.flatMap(SessionType.init) }))
        }
        return groups
    }

    /// What the scheduler of a scaling group is told; nil when there is no such group.
    func schedulerOptions(of scalingGroup: String) throws(StoreError) -> JSONValue? {
        try connection.query("SELECT scheduler_opts FROM scaling_groups WHERE name = ?", [.text(scalingGroup)]).first
            .map { SchedulerOptions.filled($0.text("scheduler_opts")) }
    }
}
