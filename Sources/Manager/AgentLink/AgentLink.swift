import Core
import Logging
import ServiceLifecycle
import Transport

/// Keeps in touch with one agent: registers it, compares what it runs with what it should run, and follows its events.
///
/// Level-triggered: each connection begins with the comparison, so nothing depends on an event having been seen.
struct AgentLink: Service {
    /// How long an agent that is refused is left alone.
    private static let refusalPause = Duration.seconds(10)

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
            try directory.check(node)
            agent = node.agent
            try await store.register(node, scalingGroup: SessionRules.scalingGroup)
            try directory.connect(node, client)
            logger.info("agent connected", metadata: ["agent.id": "\(node.agent)", "agent.epoch": "\(node.epoch)"])
            try await engine.reconcile(node.agent, client)
            await engine.requestScheduling(because: .agentStarted)
            for try await event in try await client.events(after: 0) {
                await engine.handle(event.kernel)
            }
        } catch is CancellationError {
        } catch let error as AgentDirectory.Doubled {
            logger.error("agent refused", metadata: ["agent.id": "\(error.agent)", "error": "\(error)"])
            // It is not asked again at once.
            try? await Task.sleep(for: AgentLink.refusalPause)
        } catch {
            logger.debug("agent not reached", metadata: ["error": "\(error)"])
        }
        guard let agent else { return }
        directory.disconnect(agent)
        logger.info("agent disconnected", metadata: ["agent.id": "\(agent)"])
        try? await store.markSilent(agent)
        silence.fire()
    }
}
