public import Core

/// What the cluster has, and what was used of it.
public struct ResourcesAPI: Sendable {
    let client: BackendAIClient

    /// The slots of the cluster, and how each is counted.
    public func slots() async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/config/resource-slots")
    }

    /// The registries that images come from, with their addresses.
    public func registries() async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/config/docker-registries")
    }

    /// Whose folders may be: `user`, `group`.
    public func folderTypes() async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/config/vfolder-types")
    }

    /// Who waits, what agents give, and who holds how much, as `docs/api.md` describes it, if the manager is ours.
    public func schedulerOverview() async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/scheduler/overview")
    }

    /// What the watcher beside an agent says of it.
    public func watcherStatus(of agent: String) async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/resource/watcher", body: ["agent_id": .string(agent)])
    }

    /// Has the watcher beside an agent `start`, `stop` or `restart` it.
    public func watcher(_ action: String, _ agent: String) async throws(ClientError) -> JSONValue {
        try await client.send("POST", "/resource/watcher/agent/\(action)", body: ["agent_id": .string(agent)])
    }

    /// Counts anew what is occupied.
    public func recalculateUsage() async throws(ClientError) {
        _ = try await client.send("POST", "/resource/recalculate-usage")
    }

    /// What groups used in a month.
    ///
    /// - Parameters:
    ///   - month: `202611`.
    ///   - groups: Their ids.
    /// - Returns: An object for each group.
    /// - Throws: ``ClientError``.
    public func usage(inMonth month: String, groups: [String]) async throws(ClientError) -> JSONValue {
        try await client.send(
            "GET", "/resource/usage/month",
            body: ["month": .string(month), "group_ids": .array(groups.map { .string($0) })])
    }

    /// What a group used between two days.
    ///
    /// - Parameters:
    ///   - start: `20261101`.
    ///   - end: `20261130`; no more than a hundred days later.
    ///   - group: Its id.
    /// - Returns: An object for each group.
    /// - Throws: ``ClientError``.
    public func usage(from start: String, to end: String, group: String) async throws(ClientError) -> JSONValue {
        try await client.send(
            "GET", "/resource/usage/period",
            body: ["group_id": .string(group), "start_date": .string(start), "end_date": .string(end)])
    }

    /// What the requester may use and uses, and which presets fit into what is left.
    ///
    /// - Parameters:
    ///   - group: In which group; the configuration's when nil.
    ///   - scalingGroup: In which scaling group; any when nil.
    /// - Returns: The answer.
    /// - Throws: ``ClientError``.
    public func presets(group: String? = nil, scalingGroup: String? = nil) async throws(ClientError) -> JSONValue {
        var members: [JSONValue.Member] = [.init("group", .string(group ?? client.configuration.group))]
        if let scalingGroup { members.append(.init("scaling_group", .string(scalingGroup))) }
        return try await client.send("POST", "/resource/check-presets", body: .object(members))
    }

    /// The scaling groups that sessions of a group may be started in: their names.
    public func scalingGroups(of group: String) async throws(ClientError) -> [String] {
        let answer = try await client.send("GET", "/scaling-groups?group=\(PercentEncoding.encode(group))")
        return (answer["scaling_groups"]?.items ?? []).compactMap { $0["name"]?.text }
    }

    /// All that can be allowed on a host of folders.
    public func folderPermissions() async throws(ClientError) -> JSONValue {
        try await client.send("GET", "/acl")
    }
}
