import Core

/// A group, with where it stands to a user.
struct GroupPlace: Sendable, Equatable {
    let id: String
    let name: String
    let domain: String
    /// Whether the user belongs to it.
    let isMember: Bool

    /// How far it is from the user.
    func distance(from requester: Requester) -> Distance {
        requester.distance(domain: domain, isShared: isMember)
    }
}

extension Store {
    /// The group that `reference` means: by id, or by name in a domain.
    ///
    /// - Parameters:
    ///   - reference: An id or a name.
    ///   - domain: Where a name is looked for; nil for the domain of `user`.
    ///   - user: The id of whoever asks.
    /// - Returns: nil when there is none.
    /// - Throws: ``StoreError``.
    func groupPlace(_ reference: String, domain: String?, for user: String) throws(StoreError) -> GroupPlace? {
        try connection.query(
            """
            SELECT g.id, g.name, g.domain_name,
                EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = ?) AS is_member
            FROM groups g WHERE g.is_active = 1 AND (g.id = ? OR (g.name = ?
                AND g.domain_name = coalesce(?, (SELECT domain_name FROM users WHERE id = ?))))
            ORDER BY CASE WHEN g.id = ? THEN 0 ELSE 1 END LIMIT 1
            """,
            [
                .text(user), .text(reference.lowercased()), .text(reference), SQLValue(domain), .text(user),
                .text(reference.lowercased()),
            ]
        ).first.map {
            GroupPlace(
                id: $0.text("id"), name: $0.text("name"), domain: $0.text("domain_name"),
                isMember: $0.flag("is_member"))
        }
    }

    /// The group that `reference` means to a requester, by id or by name in their domain, when they may use it.
    func usableGroup(_ reference: String, for requester: Requester) throws(StoreError) -> GroupPlace? {
        let place = try groupPlace(reference, domain: nil, for: requester.user.id)
        return place.flatMap { requester.may(.operate, .group, at: $0.distance(from: requester)) ? $0 : nil }
    }

    /// Whether there is such a domain.
    func hasDomain(_ name: String) throws(StoreError) -> Bool {
        try !connection.query("SELECT 1 AS one FROM domains WHERE name = ?", [.text(name)]).isEmpty
    }

    /// The addresses of the container registries, by host.
    func registryAddresses() throws(StoreError) -> [(host: String, url: String)] {
        try connection.query("SELECT hostname, url FROM container_registries ORDER BY hostname").map { row in
            let url = row.text("url")
            // As the original prints it.
            return (row.text("hostname"), url.hasSuffix("/") ? url : url + "/")
        }
    }

    /// The slots that the agents of a scaling group have; nil when there is no such group.
    func slots(ofScalingGroup name: String) throws(StoreError) -> Set<SlotName>? {
        let known = try connection.query("SELECT 1 AS one FROM scaling_groups WHERE name = ?", [.text(name)])
        guard !known.isEmpty else { return nil }
        let agents = try connection.query(
            "SELECT available_slots FROM agents WHERE scaling_group = ? AND status = 'ALIVE'", [.text(name)])
        return agents.reduce(into: []) { $0.formUnion(ResourceSlots(stored: $1.text("available_slots")).names) }
    }
}
