public import Core
import TOMLKit

/// What an agent needs to know before it starts; the content of `agent.toml`.
public struct AgentConfiguration: Sendable, Equatable {
    /// The directory of everything it keeps; 0700.
    public var stateDirectory: String
    /// The unix socket that managers dial.
    public var socket: String
    /// The file that shows that it lives.
    public var pidFile: String
    /// The static kernel runner.
    public var runner: String
    /// The OCI runtime: a name or an absolute path.
    public var runtime: String
    /// The agent's name; `i-` and the host's when absent.
    public var name: String?
    /// What it gives away instead of what the machine has.
    public var slots: ResourceSlots?
    /// The size of each kernel's scratch.
    public var scratchSize: BinarySize
    /// Whether scratches are made of memory, charged to the session, instead of loop-mounted files.
    public var usesMemoryScratch: Bool
    /// The files that describe mock accelerators.
    public var mockAccelerators: [String]
    /// NVIDIA's management library, by name or path; nil for an agent that does not look for GPUs.
    public var nvmlLibrary: String?
}

/// A configuration that cannot be used, with the reason.
public struct ConfigurationError: Error, CustomStringConvertible {
    /// What is wrong, and where.
    public let description: String
}

extension AgentConfiguration {
    private enum Key: String, CaseIterable {
        case stateDirectory = "state-directory"
        case socket
        case pidFile = "pid-file"
        case runner
        case runtime
        case name = "id"
        case slots
        case scratchSize = "scratch-size"
        case scratchType = "scratch-type"
        case mockAccelerators = "mock-accelerators"
        case nvmlLibrary = "nvml-library"
    }

    /// Reads the table `[agent]` of a TOML text.
    ///
    /// - Parameters:
    ///   - text: The file's content.
    ///   - path: The file, for messages.
    /// - Throws: ``ConfigurationError`` naming the file and the key.
    public init(toml text: String, path: String) throws(ConfigurationError) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw ConfigurationError(description: "`\(path)` is no TOML file: \(error)")
        }
        guard let section = table["agent"]?.table else {
            throw ConfigurationError(description: "`\(path)` has no table `[agent]`")
        }
        for name in section.keys where Key(rawValue: name) == nil {
            throw ConfigurationError(description: "`\(path)`: unknown key `agent.\(name)`")
        }
        func fault(_ key: Key, _ reason: String) -> ConfigurationError {
            ConfigurationError(description: "`\(path)`: `agent.\(key.rawValue)` \(reason)")
        }
        func string(_ key: Key) throws(ConfigurationError) -> String? {
            guard let given = section[key.rawValue] else { return nil }
            guard let value = given.string else { throw fault(key, "must be a string") }
            return value
        }
        func required(_ key: Key) throws(ConfigurationError) -> String {
            guard let value = try string(key), !value.isEmpty else { throw fault(key, "must be a string") }
            return value
        }
        stateDirectory = try required(.stateDirectory)
        socket = try required(.socket)
        pidFile = try required(.pidFile)
        runner = try required(.runner)
        runtime = try string(.runtime) ?? "runc"
        name = try string(.name)
        scratchSize = BinarySize(bytes: 1 << 30)
        if let text = try string(.scratchSize) {
            guard let size = BinarySize(parsing: text), size.bytes >= 16 << 20 else {
                throw fault(.scratchSize, "must be a size of at least 16m, not `\(text)`")
            }
            scratchSize = size
        }
        switch try string(.scratchType) ?? "hostfile" {
        case "hostfile": usesMemoryScratch = false
        case "memory": usesMemoryScratch = true
        case let other: throw fault(.scratchType, "must be `hostfile` or `memory`, not `\(other)`")
        }
        nvmlLibrary = try string(.nvmlLibrary)
        mockAccelerators = []
        if let given = section[Key.mockAccelerators.rawValue] {
            guard let list = given.array, list.allSatisfy({ $0.string?.isEmpty == false }) else {
                throw fault(.mockAccelerators, "must be a list of files")
            }
            mockAccelerators = list.compactMap(\.string)
        }
        if let text = try string(.slots) {
            guard let slots = ResourceSlots(listing: text) else {
                throw fault(.slots, "must be a list such as `cpu=8,mem=32g`, not `\(text)`")
            }
            self.slots = slots
        }
    }
}

extension ResourceSlots {
    /// Reads `cpu=8,mem=32g`.
    init?(listing text: String) {
        var amounts: [SlotName: Quantity] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            let slot = SlotName(pair[0].filter { $0 != " " })
            guard let amount = slot.quantity(parsing: String(pair[1])), amount > .zero, !amount.isInfinite else {
                return nil
            }
            amounts[slot] = amount
        }
        if amounts.isEmpty { return nil }
        self.init(amounts)
    }
}
