import Core
import Glibc
import Logging
import NIOCore

/// Keeps every kernel of this agent in the phase that managers want.
///
/// Orders can be repeated: a kernel that is started twice is started once, and one that is stopped is stopped.
/// What it knows it rebuilds from recovery records after a restart.
actor KernelSupervisor {
    /// Reports of ended kernels that are kept, so that an order repeated late is answered rightly.
    private static let keptReports = 1024

    /// A kernel that has a sandbox, or will have one.
    private struct Living {
        let spec: KernelSpec
        var phase: KernelPhase
        var sandbox: Sandbox?
        var memory: OutOfMemoryWatch?
        var sampler = StatisticsSampler()
        /// How often it has been restarted.
        var generation = 0
        /// The restart that the end of its present process 1 is for.
        var nextGeneration: Int?
        /// What its end will be put down to, once somebody has ordered it.
        var stopReason: StatusReason?
        /// How the command of a batch session has ended.
        var taskResult: RunResult?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let sandboxes: Sandboxes
    private let devices: DeviceWatch
    /// The images that kernels can be started of.
    nonisolated var images: [ImageReport] { sandboxes.images }
    private let events: EventLog
    private let log: OutputLog
    private let endings: EndingLog
    private let pool: BlockingPool
    private let tasks: AgentTasks
    private let logger: Logger
    private var living: [KernelID: Living] = [:]
    private var ended: [KernelID: KernelReport] = [:]
    private var endedOrder: [KernelID] = []

    init(
        sandboxes: Sandboxes, devices: DeviceWatch, events: EventLog, log: OutputLog, endings: EndingLog,
        pool: BlockingPool, tasks: AgentTasks, logger: Logger
    ) {
        self.sandboxes = sandboxes
        self.devices = devices
        self.events = events
        self.log = log
        self.endings = endings
        self.pool = pool
        self.tasks = tasks
        self.logger = logger
    }

    // MARK: Orders

    /// Starts a kernel, or waits for the start that is going on; answers how it stands afterwards.
    func start(_ spec: KernelSpec) async -> KernelReport {
        if let report = ended[spec.kernel] { return report }
        if living[spec.kernel] != nil {
            await leave(.starting, spec.kernel)
            return summary(of: spec.kernel) ?? gone(spec.kernel, spec.session)
        }
        living[spec.kernel] = Living(spec: spec, phase: .starting)
        do {
            guard case .image(let image) = ImageCatalog(sandboxes.images).resolve(spec.image) else {
                throw AgentProblem(code: "unknown-image", message: "this agent has no image `\(spec.image)`")
            }
            if let refusal = devices.refusal(of: spec) { throw refusal }
            let sandbox = try await sandboxes.start(spec, image: image)
            adopt(sandbox, spec)
        } catch {
            logger.warning("kernel not started", metadata: ["kernel.id": "\(spec.kernel)", "error": "\(error)"])
            await settle(
                KernelReport(
                    kernel: spec.kernel, session: spec.session, phase: .stopped, reason: .failedToStart,
                    message: KernelSupervisor.sentence(for: error)
                )
            )
        }
        return summary(of: spec.kernel) ?? gone(spec.kernel, spec.session)
    }

    /// Stops a kernel and answers when nothing of it is left.
    ///
    /// - Throws: ``AgentProblem`` when there is no such kernel.
    func stop(_ kernel: KernelID, reason: StatusReason) async throws -> KernelReport {
        if let report = ended[kernel] { return report }
        guard living[kernel] != nil else { throw unknown(kernel) }
        await leave(.starting, kernel)
        if living[kernel]?.phase == .running {
            living[kernel]?.phase = .stopping
            living[kernel]?.stopReason = reason
            // The end is seen by the watch, which takes the sandbox down.
            try? living[kernel]?.sandbox?.process.send(SIGKILL)
        }
        await leave(.stopping, kernel)
        guard let report = ended[kernel] else { throw unknown(kernel) }
        return report
    }

    /// Looks for images anew.
    ///
    /// - Throws: ``AgentProblem`` when that fails; the known images stay.
    func rescanImages() async throws -> [ImageReport] {
        do throws(SandboxError) {
            return try await sandboxes.rescanImages()
        } catch {
            throw AgentProblem(code: "images-not-found", message: "images could not be looked for: \(error)")
        }
    }

    /// Has a kernel begin anew in the place and with the limits that it has; answers how it stands afterwards.
    ///
    /// - Throws: ``AgentProblem`` when there is no such kernel.
    func restart(_ kernel: KernelID, _ order: RestartOrder) async throws -> KernelReport {
        if let report = ended[kernel] { return report }
        guard living[kernel] != nil else { throw unknown(kernel) }
        await leave(.starting, kernel)
        if living[kernel]?.phase == .running, let known = living[kernel]?.generation, known < order.generation {
            living[kernel]?.phase = .starting
            living[kernel]?.nextGeneration = order.generation
            // The end is seen by the watch, which makes the next sandbox.
            try? living[kernel]?.sandbox?.process.send(SIGKILL)
            await leave(.starting, kernel)
        }
        await leave(.stopping, kernel)
        guard let report = summary(of: kernel) else { throw unknown(kernel) }
        return report
    }

    /// Interrupts what the kernel runs.
    func interrupt(_ kernel: KernelID) async throws {
        guard let sandbox = living[kernel]?.sandbox else { throw unknown(kernel) }
        let request = try Frame.control(RunnerRequest.interrupt(run: nil)).message
        try await RunnerChannel.connect(sandbox.directory.socket).perform { inbound, outbound in
            try await outbound.write(.init(bytes: request))
            for try await _ in inbound { return }
        }
    }

    // MARK: Reports

    /// Every kernel, living or lately ended.
    func reports() -> [KernelReport] {
        living.keys.compactMap { summary(of: $0) } + ended.values
    }

    /// One kernel, with statistics as of now.
    func report(_ kernel: KernelID) async throws -> KernelReport {
        if let report = ended[kernel] { return report }
        let statistics = await sample(kernel)
        guard let report = summary(of: kernel, statistics) else { throw unknown(kernel) }
        return report
    }

    /// What the memory group of a kernel that runs does to its runs.
    ///
    /// - Throws: ``AgentProblem`` when there is no such kernel, or it does not run.
    func memory(of kernel: KernelID) throws -> OutOfMemoryWatch {
        let phase = ended[kernel] == nil ? living[kernel]?.phase : .stopped
        guard let phase else { throw unknown(kernel) }
        guard phase == .running, let memory = living[kernel]?.memory else {
            throw AgentProblem(code: "not-running", message: "the kernel `\(kernel)` is \(phase.rawValue)")
        }
        return memory
    }

    /// Whether the kernel has a sandbox that runs, restarted as often as that.
    func isRunning(_ kernel: KernelID, _ generation: Int) -> Bool {
        living[kernel]?.phase == .running && living[kernel]?.generation == generation
    }

    // MARK: Restart

    /// Takes over what an older agent left: what runs goes on, what has ended is cleared away.
    func recover() async throws {
        for report in await endings.load() { remember(report) }
        for found in try await sandboxes.recover() {
            if let sandbox = found.running, let record = found.record {
                logger.info(
                    "kernel adopted",
                    metadata: ["kernel.id": "\(found.kernel)", "process.pid": "\(sandbox.process.pid)"])
                living[found.kernel] = Living(
                    spec: record.spec, phase: .starting, generation: record.generation ?? 0)
                adopt(sandbox, record.spec)
            } else {
                logger.info("remains of a kernel cleared away", metadata: ["kernel.id": "\(found.kernel)"])
                await log.archive(found.kernel, found.directory)
                try? await sandboxes.remove(found.kernel)
                guard let record = found.record else { continue }
                await settle(gone(found.kernel, record.spec.session))
            }
        }
    }

    // MARK: Inside

    private func adopt(_ sandbox: Sandbox, _ spec: KernelSpec) {
        let memory = OutOfMemoryWatch(sandbox.group)
        living[spec.kernel]?.sandbox = sandbox
        living[spec.kernel]?.memory = memory
        living[spec.kernel]?.phase = .running
        wake(spec.kernel)
        if let report = summary(of: spec.kernel) { tasks.start { [events] in await events.append(report) } }
        tasks.start { await self.watch(sandbox, spec) }
        guard let command = spec.startupCommand else { return }
        let job = BatchJob(
            kernel: spec.kernel, generation: living[spec.kernel]?.generation ?? 0, command: command,
            directory: sandbox.directory, supervisor: self, memory: memory, log: log, logger: logger)
        tasks.start { await job.run() }
    }

    /// The command of a batch session has ended, and its session with it.
    func taskEnded(_ kernel: KernelID, _ generation: Int, _ result: RunResult) async {
        guard isRunning(kernel, generation) else { return }
        living[kernel]?.taskResult = result
        _ = try? await stop(kernel, reason: result.exitCode == 0 ? .taskDone : .taskFailed)
    }

    /// Waits for the end of process 1, then takes the sandbox down.
    private func watch(_ sandbox: Sandbox, _ spec: KernelSpec) async {
        guard let end = await sandbox.process.end() else { return }
        let statistics = await sample(spec.kernel)
        if let generation = living[spec.kernel]?.nextGeneration {
            return await startAgain(sandbox, spec, generation)
        }
        living[spec.kernel]?.phase = .stopping
        await log.archive(spec.kernel, sandbox.directory)
        do {
            try await sandboxes.remove(sandbox)
        } catch {
            logger.error("kernel not cleared away", metadata: ["kernel.id": "\(spec.kernel)", "error": "\(error)"])
        }
        var exitCode: Int?
        if case .known(let known) = end { exitCode = known.exitCode }
        let task = living[spec.kernel]?.taskResult
        await settle(
            KernelReport(
                kernel: spec.kernel,
                session: spec.session,
                phase: .stopped,
                container: sandbox.container,
                reason: living[spec.kernel]?.stopReason ?? .selfTerminated,
                exitCode: task?.exitCode ?? exitCode,
                message: task?.notice,
                statistics: statistics
            )
        )
    }

    /// Makes the next sandbox of a kernel whose process 1 has ended for that.
    private func startAgain(_ sandbox: Sandbox, _ spec: KernelSpec, _ generation: Int) async {
        living[spec.kernel]?.sandbox = nil
        living[spec.kernel]?.memory = nil
        living[spec.kernel]?.sampler = StatisticsSampler()
        do {
            guard case .image(let image) = ImageCatalog(sandboxes.images).resolve(spec.image) else {
                try? await sandboxes.remove(sandbox)
                throw AgentProblem(code: "unknown-image", message: "this agent has no image `\(spec.image)`")
            }
            let next = try await sandboxes.restart(sandbox, spec, image: image, generation: generation)
            living[spec.kernel]?.generation = generation
            living[spec.kernel]?.nextGeneration = nil
            adopt(next, spec)
        } catch {
            logger.warning("kernel not restarted", metadata: ["kernel.id": "\(spec.kernel)", "error": "\(error)"])
            await settle(
                KernelReport(
                    kernel: spec.kernel, session: spec.session, phase: .stopped, reason: .failedToStart,
                    message: KernelSupervisor.sentence(for: error), generation: generation))
        }
    }

    /// Notes a kernel's end and tells everyone.
    private func settle(_ report: KernelReport) async {
        // How a batch session has ended must not be lost with this process.
        if living[report.kernel]?.taskResult != nil { await endings.save(report) }
        let waiters = living.removeValue(forKey: report.kernel)?.waiters ?? []
        remember(report)
        for waiter in waiters { waiter.resume() }
        await events.append(report)
    }

    private func remember(_ report: KernelReport) {
        ended[report.kernel] = report
        endedOrder.append(report.kernel)
        if endedOrder.count > KernelSupervisor.keptReports { ended[endedOrder.removeFirst()] = nil }
    }

    /// Waits while the kernel is in `phase`.
    private func leave(_ phase: KernelPhase, _ kernel: KernelID) async {
        while living[kernel]?.phase == phase {
            await withCheckedContinuation { living[kernel]?.waiters.append($0) }
        }
    }

    private func wake(_ kernel: KernelID) {
        let waiters = living[kernel]?.waiters ?? []
        living[kernel]?.waiters = []
        for waiter in waiters { waiter.resume() }
    }

    private func sample(_ kernel: KernelID) async -> KernelStatistics? {
        guard let sandbox = living[kernel]?.sandbox else { return nil }
        let (pid, group, directory) = (sandbox.process.pid, sandbox.group, sandbox.directory)
        let taken = try? await pool.run {
            try StatisticsSampler.Sample.take(pid: pid, group: group, scratch: directory)
        }
        guard let taken else { return nil }
        return living[kernel]?.sampler.statistics(taken)
    }

    private func summary(of kernel: KernelID, _ statistics: KernelStatistics? = nil) -> KernelReport? {
        if let report = ended[kernel] { return report }
        guard let known = living[kernel] else { return nil }
        return KernelReport(
            kernel: kernel,
            session: known.spec.session,
            phase: known.phase,
            container: known.sandbox?.container,
            statistics: statistics,
            generation: known.generation
        )
    }

    /// What users are told of a kernel that could not be started.
    private static func sentence(for error: any Error) -> String {
        if let problem = error as? AgentProblem { return problem.message }
        let hint = (error as? SandboxError)?.hint
        return hint.map { "\(error); \($0)" } ?? "\(error)"
    }

    private func gone(_ kernel: KernelID, _ session: SessionID) -> KernelReport {
        KernelReport(kernel: kernel, session: session, phase: .stopped, reason: .alreadyTerminated)
    }

    private func unknown(_ kernel: KernelID) -> AgentProblem {
        AgentProblem(code: "unknown-kernel", message: "this agent has no kernel `\(kernel)`")
    }
}
