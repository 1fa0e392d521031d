import Core
import Logging
import ServiceLifecycle
import Synchronization

/// Knows the devices of this machine, and tells managers when one fails or comes back.
final class DeviceWatch: Service {
    /// How often accelerators are looked at.
    static let interval = Duration.seconds(1)

    /// Processors and memory, which do not change.
    private let machine: DeviceInventory
    private let accelerators: [any Accelerator]
    private let events: EventLog
    private let logger: Logger
    private let known: Mutex<DeviceInventory>

    /// A watch that has not looked at its accelerators yet.
    init(machine: DeviceInventory, accelerators: [any Accelerator], events: EventLog, logger: Logger) {
        self.machine = machine
        self.accelerators = accelerators
        self.events = events
        self.logger = logger
        known = Mutex(machine)
    }

    /// The devices as they were when they were looked at last.
    var inventory: DeviceInventory { known.withLock { $0 } }

    func run() async throws {
        guard !accelerators.isEmpty else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                try? await Task.sleep(for: DeviceWatch.interval)
            }
        }
    }

    /// Looks at every accelerator, and tells of what has changed.
    func look() async {
        let before = inventory
        var next = machine
        for accelerator in accelerators {
            let profile = accelerator.profile
            next.add(await devices(of: accelerator, before), profile.rules)
        }
        do {
            try next.check()
        } catch {
            return logger.error("devices not understood", metadata: ["error": "\(error)"])
        }
        guard next != before else { return }
        known.withLock { $0 = next }
        for failed in next.failures(since: before) {
            logger.warning(
                "device failed",
                metadata: ["device.id": "\(failed.id)", "device.problem": "\(failed.problem ?? "")"])
        }
        await events.append(next)
    }

    /// What an accelerator says; what it had said before, as broken, when it says nothing.
    private func devices(of accelerator: any Accelerator, _ before: DeviceInventory) async -> [DeviceReport] {
        let known = before.devices.filter { accelerator.profile.rules[$0.slot] != nil }
        do throws(AcceleratorFailure) {
            let found = try await accelerator.devices()
            // One that is not listed any more may have kernels still.
            let gone = known.filter { device in !found.contains { $0.id == device.id && $0.slot == device.slot } }
            return found + gone.map { $0.broken("it is not there any more") }
        } catch {
            return known.map { $0.broken(error.description) }
        }
    }

    /// How busy the accelerators' devices are.
    func usage() async -> [DeviceUsage] {
        var usage: [DeviceUsage] = []
        for accelerator in accelerators { usage += await accelerator.usage() }
        return usage
    }

    /// Why a kernel cannot have the devices that it is to hold; nil when it can.
    func refusal(of spec: KernelSpec) -> AgentProblem? {
        let inventory = inventory
        for share in spec.devices ?? [] where share.slot.isAccelerator {
            guard let device = inventory.device(share.device, of: share.slot) else {
                return AgentProblem(
                    code: "unknown-device", message: "this agent has no device `\(share.device)` of `\(share.slot)`")
            }
            if let problem = device.problem {
                return AgentProblem(
                    code: "broken-device", message: "the device `\(share.device)` does not work: \(problem)")
            }
        }
        return nil
    }
}

extension DeviceReport {
    /// The same device, which does not work.
    fileprivate func broken(_ reason: String) -> DeviceReport {
        var device = self
        device.problem = device.problem ?? reason
        return device
    }
}
