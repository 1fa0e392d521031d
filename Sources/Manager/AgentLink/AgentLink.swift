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
            var isFirst = true
            while !Task.isCancelled {
                await follow()
                try? await Task.sleep(for: isFirst ? .milliseconds(5) : .milliseconds(100))
                isFirst = false
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
            try await reconcile(node.agent)
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

    /// Brings the sessions placed on the agent and the kernels that it has together.
    private func reconcile(_ agent: AgentID) async throws {
        let reports = try await client.kernels()
        let known = Dictionary(reports.map { ($0.kernel, $0) }, uniquingKeysWith: { first, _ in first })
        for kernel in try await store.expectedKernels(on: agent) {
            if let report = known[kernel.id] {
                await engine.handle(report)
            } else if kernel.status == .running || kernel.status == .terminating {
                await engine.handle(
                    KernelReport(
                        kernel: kernel.id, session: kernel.session, phase: .stopped, reason: .alreadyTerminated)
                )
            }
            await engine.resume(kernel.session)
        }
        for report in reports where report.phase == .running || report.phase == .starting {
            let kernel = try await store.kernel(report.kernel)
            if let kernel, kernel.status.isFinal {
                await engine.stop(kernel.id, of: kernel.session, on: agent, reason: .notFoundInManager)
            } else if kernel == nil {
                logger.warning(
                    "agent runs a kernel that is not in the database", metadata: ["kernel.id": "\(report.kernel)"])
            }
        }
    }
}
