import Core
import Logging

/// Starts kernels.
extension SessionEngine {
    /// Has agents start kernels of a session, all at the same time.
    func start(_ kernels: [KernelID], of session: SessionRecord) async {
        do {
            let members = try await store.kernels(of: session.id)
            for member in members where kernels.contains(member.id) {
                let cluster = members.count > 1 ? ClusterPlace(of: member, among: members) : nil
                tasks.start { await self.start(member, cluster, of: session) }
            }
        } catch {
            logger.error("cannot start a session", metadata: ["session.id": "\(session.id)", "error": "\(error)"])
        }
    }

    private func start(_ kernel: KernelRecord, _ cluster: ClusterPlace?, of session: SessionRecord) async {
        guard [.scheduled, .preparing].contains(kernel.status), let agent = kernel.agent,
            let client = directory.client(of: agent)
        else { return }
        do {
            let spec = try await spec(of: kernel, cluster, session)
            CrashPoint.starting.pass()
            let report = try await client.start(spec)
            CrashPoint.started.pass()
            let isNews = await handle(report)
            // The order to stop it may have passed the one to start it.
            if !isNews, report.phase == .running, let now = try await store.kernel(kernel.id), now.status.isFinal {
                await stop(kernel.id, of: session.id, on: agent, reason: .notFoundInManager)
            }
        } catch let problem as AgentProblem {
            await handle(
                KernelReport(
                    kernel: kernel.id, session: session.id, phase: .stopped, reason: .failedToStart,
                    message: problem.message))
        } catch {
            // The agent is away; the command is given again when it is back.
            logger.info(
                "start command not delivered", metadata: ["kernel.id": "\(kernel.id)", "error": "\(error)"])
        }
    }

    private func spec(
        of kernel: KernelRecord, _ cluster: ClusterPlace?, _ session: SessionRecord
    ) async throws -> KernelSpec {
        let prepared = try await store.preparation(for: session.owner)
        let asked = session.spec
        let shape = kernel.shape ?? KernelShape(asked)
        let isBatch = session.type == .batch && kernel.id == session.mainKernel
        return KernelSpec(
            kernel: kernel.id,
            session: session.id,
            sessionName: session.name,
            accessKey: session.owner.accessKey,
            image: shape.image,
            slots: try await store.allocated(to: kernel.id),
            devices: try await store.shares(of: kernel.id),
            sharedMemory: shape.sharedMemory,
            environment: shape.environment.merging([
                "BACKENDAI_PREOPEN_PORTS": asked.preopenPorts.map(String.init).joined(separator: ",")
            ]) { _, ours in ours },
            hostname: kernel.hostname,
            cluster: cluster,
            bootstrapScript: shape.bootstrapScript ?? prepared.script,
            startupCommand: isBatch ? asked.startupCommand : nil,
            dotfiles: prepared.files.isEmpty ? nil : prepared.files
        )
    }
}

extension ClusterPlace {
    /// The place of a kernel among all of its session, which are in the order of their ranks.
    init(of kernel: KernelRecord, among members: [KernelRecord]) {
        var counts: [(role: String, count: Int)] = []
        for member in members {
            if counts.last?.role == member.role {
                counts[counts.count - 1].count += 1
            } else {
                counts.append((member.role, 1))
            }
        }
        self.init(
            role: kernel.role, index: kernel.index, rank: kernel.rank, hosts: members.map(\.hostname),
            replicas: counts.map { "\($0.role):\($0.count)" }.joined(separator: ","))
    }
}
