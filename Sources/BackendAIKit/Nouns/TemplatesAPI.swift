public import Core

/// Templates that sessions are made from.
public struct TemplatesAPI: Sendable {
    let client: BackendAIClient

    /// Keeps templates.
    ///
    /// - Parameters:
    ///   - text: YAML or JSON: one template, or a list of them.
    ///   - domain: Where they belong; the configuration's domain when nil.
    ///   - group: Where they belong; the configuration's group when nil.
    ///   - owner: Whose they are, for admins.
    /// - Returns: What was made: `id` and `user` of each.
    /// - Throws: ``ClientError``.
    public func create(
        _ text: String, domain: String? = nil, group: String? = nil, owner: AccessKey? = nil
    ) async throws(ClientError) -> [JSONValue] {
        let answer = try await client.send(
            "POST", "/template/session",
            body: [
                "payload": .string(text), "group_name": .string(group ?? client.configuration.group),
                "domain_name": .string(domain ?? client.configuration.domain),
                "owner_access_key": JSONValue(owner?.rawValue),
            ])
        return answer.items ?? [answer]
    }

    /// The templates that the requester may use; of everybody when `all` is set, for admins.
    public func list(all: Bool = false) async throws(ClientError) -> [JSONValue] {
        let answer = try await client.send("GET", "/template/session", body: ["all": .bool(all)])
        guard let items = answer.items else { throw .unexpectedAnswer("no list of templates in the answer") }
        return items
    }

    /// One template, as the manager writes it.
    public func get(_ id: String, format: String = "yaml", owner: AccessKey? = nil) async throws(ClientError) -> String
    {
        var query = Query(owner: owner)
        query.add("format", format)
        return try await client.text("GET", "/template/session/\(PercentEncoding.encode(id))\(query.text)")
    }

    /// Replaces a template.
    public func update(_ id: String, _ text: String, owner: AccessKey? = nil) async throws(ClientError) {
        var members: [JSONValue.Member] = [.init("payload", .string(text))]
        if let owner { members.append(.init("owner_access_key", .string(owner.rawValue))) }
        _ = try await client.send("PUT", "/template/session/\(PercentEncoding.encode(id))", body: .object(members))
    }

    /// Removes a template.
    public func delete(_ id: String, owner: AccessKey? = nil) async throws(ClientError) {
        _ = try await client.send(
            "DELETE", "/template/session/\(PercentEncoding.encode(id))\(Query(owner: owner).text)")
    }
}
