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
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // An agent that starts with its manager is there in a moment; one that has gone is not.
            var pause = Duration.milliseconds(5)
            while !Task.isCancelled {
                await follow()
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(100))
            }
        }
    }

    /// One connection, from its beginning to its end.
    private func follow() async {
        var agent: AgentID?
        do {
            let node = try await client.node()
            agent = node.agent
            try await store.register(node, scalingGroup: SessionRules.scalingGroup)
            directory.connect(node, client)
            logger.info("agent connected", metadata: ["agent.id": "\(node.agent)", "agent.epoch": "\(node.epoch)"])
            try await engine.reconcile(node.agent, client)
            await engine.requestScheduling(because: .agentStarted)
            for try await event in try await client.events(after: 0) {
                await engine.handle(event.kernel)
            }
        } catch is CancellationError {
        } catch {
            logger.debug("agent not reached", metadata: ["error": "\(error)"])
        }
        guard let agent else { return }
        directory.disconnect(agent)
        logger.info("agent disconnected", metadata: ["agent.id": "\(agent)"])
        try? await store.markLost(agent)
    }
}
