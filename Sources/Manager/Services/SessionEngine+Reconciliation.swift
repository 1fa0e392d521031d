import Core
import Logging

extension SessionEngine {
    /// Brings the sessions placed on the agent and the kernels that it has together.
    func reconcile(_ agent: AgentID, _ client: AgentClient) async throws {
        let reports = try await client.kernels()
        let known = Dictionary(reports.map { ($0.kernel, $0) }, uniquingKeysWith: { first, _ in first })
        let expected = try await store.expectedKernels(on: agent)
        for kernel in expected {
            if let report = known[kernel.id] {
                await handle(report)
            } else if [.running, .restarting, .terminating].contains(kernel.status) {
                await handle(
                    KernelReport(
                        kernel: kernel.id, session: kernel.session, phase: .stopped, reason: .alreadyTerminated)
                )
            }
        }
        for session in Set(expected.map(\.session)).sorted() { await resume(session) }
        for report in reports where report.phase == .running || report.phase == .starting {
            let kernel = try await store.kernel(report.kernel)
            if let kernel, kernel.status.isFinal {
                await stop(kernel.id, of: kernel.session, on: agent, reason: .notFoundInManager)
            } else if kernel == nil {
                logger.warning(
                    "agent runs a kernel that is not in the database", metadata: ["kernel.id": "\(report.kernel)"])
            }
        }
    }
}
