public import Core

/// The cluster's configuration: a tree of keys such as `config/idle/checkers`.
public struct ClusterConfigurationAPI: Sendable {
    let client: BackendAIClient

    /// The value of a key, or with `prefix` the object of all below it; `null` when there is none.
    public func get(_ key: String, prefix: Bool = false) async throws(ClientError) -> JSONValue {
        try await client.send("POST", "/config/get", body: ["key": .string(key), "prefix": .bool(prefix)])["result"]
            ?? .null
    }

    /// Sets the value of a key; an object sets a key for each of its leaves.
    public func set(_ key: String, to value: JSONValue) async throws(ClientError) {
        _ = try await client.send("POST", "/config/set", body: ["key": .string(key), "value": value])
    }

    /// Removes a key, or with `prefix` all below it.
    public func delete(_ key: String, prefix: Bool = false) async throws(ClientError) {
        _ = try await client.send("POST", "/config/delete", body: ["key": .string(key), "prefix": .bool(prefix)])
    }
}
