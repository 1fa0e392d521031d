import Core
import Logging
import ServiceLifecycle
import Transport

/// Keeps in touch with one agent: registers it, compares what it runs with what it should run, and follows its events.
///
/// Level-triggered: each connection begins with the comparison, so nothing depends on an event having been seen.
struct AgentLink: Service {
    let client: AgentClient
    let directory: AgentDirectory
    let store: Store
    let engine: SessionEngine
    /// Is told when the agent falls silent.
    let silence: Signal
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // An agent that starts with its manager is there in a moment; one that has gone is not.
            var pause = Duration.milliseconds(5)
            var refusal: String?
            while !Task.isCancelled {
                // An agent that is refused is asked again and again; saying so once is enough.
                if let found = await follow(), found != refusal {
                    logger.error("agent refused", metadata: ["error": "\(found)"])
                    refusal = found
                }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(100))
            }
        }
    }

    /// One connection, from its beginning to its end.
    ///
    /// - Returns: What the agent said that cannot be, if that ended it.
    private func follow() async -> String? {
        var agent: AgentID?
        var refusal: String?
        do {
            let node = try await client.node()
            try directory.check(node)
            agent = node.agent
            try node.devices?.check()
            let failed = try await store.register(node, scalingGroup: SessionRules.scalingGroup)
            try await note(failed, on: node.agent, node.devices)
            try directory.connect(node, client)
            logger.info("agent connected", metadata: ["agent.id": "\(node.agent)", "agent.epoch": "\(node.epoch)"])
            try await engine.reconcile(node.agent, client)
            await engine.requestScheduling(because: .agentStarted)
            for try await event in try await client.events(after: 0) {
                if let kernel = event.kernel { await engine.handle(kernel) }
                if let devices = event.devices { try await take(devices, of: node.agent) }
            }
        } catch is CancellationError {
        } catch let error as InventoryFault {
            refusal = "its devices cannot be: \(error)"
        } catch let error as DecodingError {
            refusal = "what it says is not understood: \(error)"
        } catch let error as AgentDirectory.Doubled {
            // The other one stays connected.
            agent = nil
            refusal = "\(error)"
        } catch {
            logger.debug("agent not reached", metadata: ["error": "\(error)"])
        }
        guard let agent else { return refusal }
        if directory.disconnect(agent) {
            logger.info("agent disconnected", metadata: ["agent.id": "\(agent)"])
        }
        try? await store.markSilent(agent)
        silence.fire()
        return refusal
    }

    /// Some of the agent's devices have failed, or work again.
    private func take(_ devices: DeviceInventory, of agent: AgentID) async throws {
        try devices.check()
        let failed = try await store.save(devices, of: agent)
        directory.update(agent, devices: devices)
        try await note(failed, on: agent, devices)
        await engine.requestScheduling()
    }

    /// Says what has become of what is held on an agent.
    private func note(
        _ failed: [FailedDevice], on agent: AgentID, _ devices: DeviceInventory?
    ) async throws {
        for failure in failed {
            logger.warning(
                "a device failed under a session, which goes on",
                metadata: [
                    "agent.id": "\(agent)", "device.id": "\(failure.device)", "device.problem": "\(failure.problem)",
                    "session.id": "\(failure.session)", "kernel.id": "\(failure.kernel)",
                ])
        }
        guard let devices else { return }
        let map = DeviceMap(devices, holdings: try await store.holdings(on: agent))
        for entry in map.entries where entry.isOvercommitted {
            logger.warning(
                "more is held of a device than it has; the agent takes nothing new",
                metadata: [
                    "agent.id": "\(agent)", "device.id": "\(entry.device.id)", "device.slot": "\(entry.device.slot)",
                    "device.capacity": "\(entry.device.capacity)", "device.occupied": "\(entry.occupied)",
                ])
        }
    }
}
