import Core
import Logging
import ServiceLifecycle

/// The accelerators that an agent is configured to have.
struct Accelerators: Sendable {
    private let all: [any Accelerator]
    /// What must run for them.
    let services: [any Service]

    /// Makes them; none is looked at yet.
    ///
    /// - Throws: ``ConfigurationError`` for a description that cannot be used, or two accelerators with the same slot.
    init(_ configuration: AgentConfiguration, logger: Logger) throws {
        var all: [any Accelerator] = []
        var services: [any Service] = []
        for path in configuration.mockAccelerators { all.append(try MockFile.accelerator(at: path)) }
        if let library = configuration.nvmlLibrary {
            let accelerator = try NVMLAccelerator(library: library, logger: logger)
            all.append(accelerator)
            services.append(accelerator)
        }
        self.all = all
        self.services = services
    }

    /// What does not change of them.
    var profiles: [AcceleratorProfile] { all.map(\.profile) }

    /// What looks after them and the machine's own devices.
    ///
    /// - Throws: ``ConfigurationError`` where two of them have the same slot.
    func watch(
        machine: DeviceInventory, events: EventLog, logger: Logger
    ) throws(ConfigurationError) -> DeviceWatch {
        var owners: [SlotName: String] = [:]
        for slot in machine.rules.keys { owners[slot] = "`agent.slots`" }
        for profile in profiles {
            for slot in profile.rules.keys.sorted() {
                if let owner = owners.updateValue(profile.name, forKey: slot) {
                    throw ConfigurationError(
                        description: "the slot `\(slot)` is given by \(owner) and by \(profile.name)")
                }
            }
        }
        return DeviceWatch(machine: machine, accelerators: all, events: events, logger: logger)
    }
}
