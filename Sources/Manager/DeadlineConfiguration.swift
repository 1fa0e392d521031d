import Core
import TOMLKit

/// The table `[deadlines]` of `manager.toml`.
extension ManagerConfiguration {
    private enum DeadlineKey: String, CaseIterable {
        case creation
        case pulling
        case restart
        case termination
        case retries
        case agentPatience = "agent-lost"
    }

    /// Reads the table of a file; what it lacks stays as it is.
    mutating func readDeadlines(in file: TOMLTable, of path: String) throws(ConfigurationError) {
        guard let named = file["deadlines"] else { return }
        guard let given = named.table else {
            throw ConfigurationError(description: "`\(path)`: `deadlines` must be a table")
        }
        let table = try ConfigurationTable<DeadlineKey>(given, named: "deadlines", of: path)
        if let seconds = try table.seconds(.creation) { transit.creation = seconds }
        if let seconds = try table.seconds(.pulling) { transit.pulling = seconds }
        if let seconds = try table.seconds(.restart) { transit.restart = seconds }
        if let seconds = try table.seconds(.termination) { transit.termination = seconds }
        if let retries = try table.number(.retries, atLeast: 0) { transit.retries = retries }
        if let seconds = try table.seconds(.agentPatience) { agentPatience = seconds }
    }
}
