public import Core
import TOMLKit

/// What agents are simulated, and how; the table `[simulation]` of a TOML file.
public struct SimulationConfiguration: Sendable, Equatable {
    /// The directory of everything they keep: their sockets in `agents/`, and the journal; 0700.
    public var stateDirectory: String
    /// How many agents.
    public var agents: Int
    /// What each of them gives away.
    public var slots: ResourceSlots
    /// The images that each of them says it has.
    public var images: [String]
    /// The seconds from the order to start a kernel until it runs.
    public var startDelay: Double
}

extension SimulationConfiguration {
    private enum Key: String {
        case stateDirectory = "state-directory"
        case agents
        case slots
        case images
        case startDelay = "start-delay"
    }

    /// Reads the table `[simulation]` of a TOML text.
    ///
    /// - Parameters:
    ///   - text: The file's content.
    ///   - path: The file, for messages.
    /// - Returns: What it says; nil for a file without that table, which describes a real agent.
    /// - Throws: ``ConfigurationError`` naming the file and the key.
    public static func read(toml text: String, path: String) throws(ConfigurationError) -> SimulationConfiguration? {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw ConfigurationError(description: "`\(path)` is no TOML file: \(error)")
        }
        guard let section = table["simulation"]?.table else { return nil }
        func fault(_ key: String, _ reason: String) -> ConfigurationError {
            ConfigurationError(description: "`\(path)`: `simulation.\(key)` \(reason)")
        }
        for name in section.keys where Key(rawValue: name) == nil { throw fault(name, "is no known key") }
        guard let directory = section[Key.stateDirectory.rawValue]?.string, !directory.isEmpty else {
            throw fault(Key.stateDirectory.rawValue, "must be a string")
        }
        guard let count = section[Key.agents.rawValue]?.int, (1...100_000).contains(count) else {
            throw fault(Key.agents.rawValue, "must be a number from 1 to 100000")
        }
        guard let slots = section[Key.slots.rawValue]?.string.flatMap({ ResourceSlots(listing: $0) }) else {
            throw fault(Key.slots.rawValue, "must be a list such as `cpu=8,mem=32g`")
        }
        var images = ["local/simulated:1"]
        if let given = section[Key.images.rawValue] {
            guard let names = given.array?.compactMap(\.string), !names.isEmpty, names.count == given.array?.count
            else {
                throw fault(Key.images.rawValue, "must be a list of strings")
            }
            images = names
        }
        var delay = 0.0
        if let given = section[Key.startDelay.rawValue] {
            guard let seconds = given.double ?? given.int.map(Double.init), (0...3600).contains(seconds) else {
                throw fault(Key.startDelay.rawValue, "must be a number of seconds from 0 to 3600")
            }
            delay = seconds
        }
        return SimulationConfiguration(
            stateDirectory: directory, agents: count, slots: slots, images: images, startDelay: delay)
    }
}
