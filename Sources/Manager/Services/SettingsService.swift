import Core

/// What superadmins may do with the cluster's configuration.
struct SettingsService: Sendable {
    /// The most keys that are kept.
    private static let maximumKeys = 10_000
    private static let secretNames: Set<String> = ["password", "secret", "token", "private_key"]

    let store: Store
    let settings: ClusterSettings

    /// The value of a key, or the object that stands for it and all below it.
    func value(_ text: String, isPrefix: Bool, for requester: Requester) throws(BackendError) -> JSONValue {
        try requester.insist(on: .read, .clusterConfiguration)
        if isPrefix, text.allSatisfy({ $0 == "/" }) { return ConfigurationTree.object(below: "", of: settings.all) }
        let key = try ConfigurationTree.key(text)
        return isPrefix ? ConfigurationTree.object(below: key, of: settings.all) : JSONValue(settings.all[key])
    }

    /// Sets a key, or with an object each key below it that the object names.
    func set(_ text: String, to value: JSONValue, by requester: Requester, requestID: String?) async throws {
        try requester.insist(on: .modify, .clusterConfiguration)
        let key = try ConfigurationTree.key(text)
        let leaves = try ConfigurationTree.leaves(value, at: key)
        for leaf in leaves { try KnownSetting.check(leaf.value, of: leaf.key) }
        let before = settings.all
        guard before.count + leaves.count <= SettingsService.maximumKeys else {
            throw BackendError(
                .badRequest, "the configuration has \(before.count) keys, which is as many as it may have")
        }
        let entry = AuditEntry(
            requester: requester, action: .modify, entity: .clusterConfiguration, id: key,
            before: SettingsService.shown(leaves.compactMap { leaf in before[leaf.key].map { (leaf.key, $0) } }),
            after: SettingsService.shown(leaves), requestID: requestID)
        settings.replace(with: try await store.changeSettings(set: leaves, by: entry))
    }

    /// Removes a key, or it and all below it; none is there afterwards, whether or not one was before.
    func remove(_ text: String, isPrefix: Bool, by requester: Requester, requestID: String?) async throws {
        try requester.insist(on: .delete, .clusterConfiguration)
        let key = try ConfigurationTree.key(text)
        let isMeant: @Sendable (String) -> Bool = { isPrefix ? ConfigurationTree.contains(key, $0) : $0 == key }
        let before = settings.all.filter { isMeant($0.key) }.sorted { $0.key < $1.key }
        guard !before.isEmpty else { return }
        let entry = AuditEntry(
            requester: requester, action: .delete, entity: .clusterConfiguration, id: key,
            before: SettingsService.shown(before.map { ($0.key, $0.value) }), requestID: requestID)
        settings.replace(with: try await store.changeSettings(remove: isMeant, by: entry))
    }

    /// Tells all users something, or nothing any more.
    func announce(_ message: String?, by requester: Requester, requestID: String?) async throws {
        try requester.insist(on: .modify, .announcement)
        let key = KnownSetting.announcement.rawValue
        let entry = AuditEntry(
            requester: requester, action: .modify, entity: .announcement, id: key,
            before: settings.announcement.map { .string($0) }, after: message.map { .string($0) }, requestID: requestID)
        settings.replace(
            with: try await store.changeSettings(
                set: message.map { [(key, $0)] } ?? [], remove: { $0 == key && message == nil }, by: entry))
    }

    /// Values as the audit log has them: without secrets.
    private static func shown(_ values: [(key: String, value: String)]) -> JSONValue {
        .object(
            values.map { key, value in
                let name = key.split(separator: "/").last.map { $0.lowercased() } ?? ""
                return .init(key, .string(secretNames.contains(name) ? "(secret)" : value))
            })
    }
}
