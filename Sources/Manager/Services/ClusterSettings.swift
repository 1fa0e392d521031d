import Core
import Synchronization

/// The cluster's configuration as it stands now, in memory: asking it costs no more than a look.
///
/// Loaded when the manager starts, and changed by ``SettingsService`` right after the database.
final class ClusterSettings: Sendable {
    private let values: Mutex<[String: String]>

    init(_ values: [String: String] = [:]) {
        self.values = Mutex(values)
    }

    /// Takes what is stored now.
    func replace(with values: [String: String]) {
        self.values.withLock { $0 = values }
    }

    /// Everything that is set.
    var all: [String: String] { values.withLock { $0 } }

    /// Whether the manager changes anything.
    var status: ManagerStatus { text(.managerStatus).flatMap(ManagerStatus.init) ?? .running }

    /// What users are told; nil when there is nothing.
    var announcement: String? { text(.announcement) }

    /// How long the log of errors is kept: 90 days unless it says otherwise.
    var errorLogRetention: TimeSpan { text(.errorLogRetention).flatMap { TimeSpan(parsing: $0) } ?? .days(90) }

    /// Whether users are told what their group may use and uses.
    var showsGroupResources: Bool { text(.groupResourceVisibility).flatMap(KnownSetting.truth) ?? false }

    /// Whether clients may ask what GraphQL's types are.
    var allowsIntrospection: Bool { text(.introspection).flatMap(KnownSetting.truth) ?? false }

    /// How old a password may become; nil while it may become any.
    var maximumPasswordAge: TimeSpan? { text(.maximumPasswordAge).flatMap { TimeSpan(parsing: $0) } }

    /// Insists that changes are allowed now.
    ///
    /// - Throws: ``BackendError`` 503 while the manager is frozen.
    func insistRunning() throws(BackendError) {
        guard status == .running else {
            throw BackendError(.serverFrozen, hint: "`backend.ai admin manager unfreeze` ends the maintenance")
        }
    }

    private func text(_ setting: KnownSetting) -> String? { values.withLock { $0[setting.rawValue] } }
}
