import Core
import TOMLKit

/// The table `[idle]` of `manager.toml`.
extension IdleRules {
    private enum Key: String, CaseIterable {
        case checks = "enabled"
        case networkTimeout = "network-timeout"
        case streamPatience = "app-streaming-timeout"
        case userGrace = "user-grace-period"
        case warning
        case utilization
    }

    private enum UtilizationKey: String, CaseIterable {
        case window
        case interval
        case initialGrace = "initial-grace-period"
        case condition = "operator"
        case thresholds
    }

    /// Reads the table of a file; what it lacks has its usual value.
    init(in file: TOMLTable, of path: String) throws(ConfigurationError) {
        self.init()
        guard let named = file["idle"] else { return }
        guard let given = named.table else {
            throw ConfigurationError(description: "`\(path)`: `idle` must be a table")
        }
        let table = try ConfigurationTable<Key>(given, named: "idle", of: path)
        if let checks = try table.words(.checks, IdleCheck.self) { self.checks = Set(checks).union([.sessionLifetime]) }
        if let seconds = try table.seconds(.networkTimeout) { networkTimeout = seconds }
        if let seconds = try table.seconds(.streamPatience) { streamPatience = seconds }
        if let seconds = try table.seconds(.userGrace) { userGrace = seconds }
        if let seconds = try table.seconds(.warning) { warning = seconds }
        if let inner = try table.table(.utilization) { utilization = try IdleRules.utilization(inner, of: path) }
        if checks.contains(.utilization), utilization.thresholds.isEmpty {
            throw table.fault(.utilization, "needs `thresholds`, since `utilization` is enabled")
        }
    }

    private static func utilization(
        _ given: TOMLTable, of path: String
    ) throws(ConfigurationError) -> UtilizationRules {
        let table = try ConfigurationTable<UtilizationKey>(given, named: "idle.utilization", of: path)
        var rules = UtilizationRules()
        if let seconds = try table.seconds(.window) { rules.window = seconds }
        if let seconds = try table.seconds(.interval) {
            guard seconds > 0 else { throw table.fault(.interval, "must be more than 0") }
            rules.interval = seconds
        }
        if let seconds = try table.seconds(.initialGrace) { rules.initialGrace = seconds }
        if let condition = try table.word(.condition, UtilizationRules.Operator.self) { rules.condition = condition }
        if let thresholds = try table.percentages(.thresholds, UtilizationMetric.self) { rules.thresholds = thresholds }
        return rules
    }
}
