import Core

/// The keys of the cluster's configuration that take effect here.
///
/// Every other key is kept and given back as it was set; `docs/configuration.md` lists these.
enum KnownSetting: String, CaseIterable, Sendable {
    /// `running` or `frozen`.
    case managerStatus = "manager/status"
    /// What users are told; none while it is not set.
    case announcement = "manager/announcement"
    /// How long the log of errors is kept.
    case errorLogRetention = "config/logs/error/retention"
    /// Whether users are told what their group may use and uses.
    case groupResourceVisibility = "config/api/resources/group_resource_visibility"
    /// Whether clients may ask what GraphQL's types are.
    case introspection = "config/api/allow-graphql-schema-introspection"
    /// How old a password may become before it must be changed.
    case maximumPasswordAge = "config/auth/max_password_age"
    /// The most kernels that one agent is given.
    case maximumKernels = "config/agent/max-container-count"

    /// Insists that a value can be used.
    ///
    /// - Throws: ``BackendError`` that says what the key takes.
    static func check(_ value: String, of key: String) throws(BackendError) {
        guard let setting = KnownSetting(rawValue: key), let expected = setting.expectation(broken: value) else {
            return
        }
        throw BackendError(
            .invalidParameters, "`\(value.prefix(80))` cannot be the value of `\(key)`", hint: "it takes \(expected)")
    }

    /// The truth of a text, in the spellings that the original takes.
    static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "y", "on", "t", "1": true
        case "false", "no", "n", "off", "f", "0": false
        default: nil
        }
    }

    /// What the key takes, when `value` is not that.
    private func expectation(broken value: String) -> String? {
        switch self {
        case .managerStatus: ManagerStatus(rawValue: value) == nil ? "`running` or `frozen`" : nil
        case .announcement: nil
        case .errorLogRetention:
            TimeSpan(parsing: value) == nil ? "a length of time such as `90d`, `1yr` or `12h`" : nil
        case .maximumPasswordAge:
            TimeSpan(parsing: value) == nil ? "a length of time such as `90d`, `1yr` or `12h`" : nil
        case .groupResourceVisibility, .introspection: KnownSetting.truth(value) == nil ? "`true` or `false`" : nil
        case .maximumKernels: Int(value).map { $0 > 0 } ?? false ? nil : "a whole number above 0"
        }
    }
}

/// Whether the manager changes anything.
enum ManagerStatus: String, Sendable, CaseIterable {
    case running
    /// Nothing is changed; what runs goes on and can be looked at.
    case frozen
}
