/// One kind of accelerator on one machine, as its agent uses it.
///
/// Nothing here may block: what asks a driver does so in a process of its own, and answers what it has heard last.
public protocol Accelerator: Sendable {
    /// What does not change while the agent runs.
    var profile: AcceleratorProfile { get }

    /// The devices as they are now, those that do not work included.
    ///
    /// - Throws: Why nothing can be said of any of them.
    func devices() async throws(AcceleratorFailure) -> [DeviceReport]

    /// How busy the devices are; those that nothing is known of are left out.
    func usage() async -> [DeviceUsage]
}

/// What there is to know of an accelerator before any of its devices.
public struct AcceleratorProfile: Sendable, Equatable {
    /// What it is called in messages.
    public let name: String
    /// The slots that its devices give amounts of, and how.
    public let rules: [SlotName: SlotRules]
    /// The environment variable by which a kernel's programs know their devices: ids, separated by commas.
    public let variable: String?

    /// Describes an accelerator.
    public init(name: String, rules: [SlotName: SlotRules], variable: String? = nil) {
        self.name = name
        self.rules = rules
        self.variable = variable
    }

    /// What the programs of a kernel that holds `shares` find in their environment.
    public func environment(for shares: [DeviceShare]) -> [String: String] {
        guard let variable else { return [:] }
        let ids = shares.filter { rules[$0.slot] != nil }.map(\.device.rawValue)
        return ids.isEmpty ? [:] : [variable: ids.joined(separator: ",")]
    }
}

/// Why nothing is known of an accelerator's devices.
public struct AcceleratorFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reason in a sentence.
    public let description: String

    /// A failure with its reason.
    public init(_ description: String) {
        self.description = description
    }
}

/// How busy one device is.
public struct DeviceUsage: Codable, Sendable, Equatable {
    /// Which device.
    public let device: DeviceID
    /// Bytes of its memory that are in use.
    public let memory: Int64?
    /// For how many percent of the last moments it worked.
    public let percent: Int?
    /// The processes of the machine that use it.
    public let processes: [DeviceProcess]

    /// Describes a device's usage.
    public init(device: DeviceID, memory: Int64?, percent: Int?, processes: [DeviceProcess] = []) {
        self.device = device
        self.memory = memory
        self.percent = percent
        self.processes = processes
    }
}

/// A process that uses a device.
public struct DeviceProcess: Codable, Sendable, Equatable {
    /// Its number on the machine, not inside a kernel.
    public let pid: Int32
    /// Bytes of the device's memory that it uses; nil where the driver does not tell.
    public let memory: Int64?

    /// Describes a process.
    public init(pid: Int32, memory: Int64?) {
        self.pid = pid
        self.memory = memory
    }
}
