import Core
import Logging

/// Carries sessions from state to state: saves first, acts second.
///
/// What happens comes in as agents' reports and users' requests; what is to be done goes out as commands to agents.
/// Every command can be repeated, so after a restart the outstanding ones are simply given again.
actor SessionEngine {
    let store: Store
    let directory: AgentDirectory
    private let changes: SessionChanges
    let tasks: BackgroundTasks
    let logger: Logger
    private let scheduling: SchedulingService
    /// When it worked last.
    nonisolated let passes = SchedulerPasses()
    private var isScheduling = false
    private var mustScheduleAgain = false
    /// When somebody will look at sessions that wait for their time.
    private var nextWake: UnixTime?

    init(store: Store, directory: AgentDirectory, changes: SessionChanges, tasks: BackgroundTasks, logger: Logger) {
        self.store = store
        scheduling = SchedulingService(store: store)
        self.directory = directory
        self.changes = changes
        self.tasks = tasks
        self.logger = logger
    }

    /// Something changed that may let a waiting session start.
    ///
    /// Hints that come while a cycle runs are answered by one more cycle.
    func requestScheduling(because trigger: SchedulingTrigger = .schedule) async {
        guard !isScheduling else {
            mustScheduleAgain = true
            return
        }
        isScheduling = true
        defer { isScheduling = false }
        repeat {
            mustScheduleAgain = false
            do {
                var began = Timestamp.now()
                let placed = try await scheduling.cycle()
                passes.note(.schedule, trigger, since: began)
                began = Timestamp.now()
                for saved in placed {
                    perform(saved)
                    // Others may have waited for one that has been given up.
                    if saved.session?.status.isFinal ?? false { mustScheduleAgain = true }
                }
                if !placed.isEmpty { passes.note(.prepare, .prepare, since: began) }
                await wakeInTime()
            } catch {
                logger.error("scheduling failed", metadata: ["error": "\(error)"])
            }
        } while mustScheduleAgain
    }

    /// Looks at every waiting session again, as if anything might have changed.
    func reconsider() async {
        await scheduling.reconsider()
        await requestScheduling()
    }

    /// Why a session waits, and if that is wanted when it is expected to start; nil for one that does not wait.
    func explain(
        _ session: SessionID, isForeseen: Bool
    ) async -> (explanation: Explanation, start: StartBand?)? {
        await scheduling.explain(session, isForeseen: isForeseen)
    }

    /// What is before the scheduler; nil when no cycle has been.
    func overview() async -> SchedulerOverview? { await scheduling.overview() }

    /// Ends a session.
    ///
    /// - Parameters:
    ///   - session: Which one.
    ///   - reason: Why, in the wire's words.
    ///   - sentence: Why, for people, where the reason does not say it all.
    /// - Returns: The session as it stands now, or nil when it does not exist or has ended.
    /// - Throws: ``StoreError``.
    func terminate(
        _ session: SessionID, reason: StatusReason, sentence: String = ""
    ) async throws(StoreError) -> SessionRecord? {
        let detail = TransitionDetail(reason: reason, message: sentence)
        guard let saved = try await store.apply(.terminationRequested, to: session, detail) else { return nil }
        perform(saved)
        if saved.session.status.isFinal { tasks.start { await self.requestScheduling() } }
        return saved.session
    }

    /// Has a running session's kernels begin anew.
    ///
    /// - Returns: Whether it was running.
    func restart(_ session: SessionID) async throws(StoreError) -> Bool {
        let detail = TransitionDetail(reason: .restarting, message: "")
        guard let saved = try await store.apply(.restartRequested, to: session, detail) else { return false }
        perform(saved)
        return true
    }

    /// Looks again when something is to happen though nothing changes.
    private func wakeInTime() async {
        let next = await scheduling.nextWake
        guard next != .never, nextWake.map({ next < $0 }) ?? true else { return }
        nextWake = next
        let pause = max(0, next.microseconds - Timestamp.now())
        tasks.start {
            // A clock that is set meanwhile is seen at the next look.
            try? await Task.sleep(for: .microseconds(min(pause, 60_000_000)))
            await self.wake()
        }
    }

    private func wake() async {
        nextWake = nil
        await requestScheduling()
    }

    /// Ends the sessions that were to end with a run which an earlier manager followed: nobody follows it any more.
    func endLastRuns() async throws(StoreError) {
        for session in try await store.sessionsInLastRun() {
            _ = try await terminate(session, reason: .userRequested)
        }
    }

    /// Takes in what an agent says of one kernel.
    ///
    /// - Returns: Whether it was news.
    @discardableResult
    func handle(_ report: KernelReport) async -> Bool {
        var detail = TransitionDetail(
            kernel: report.kernel, container: report.container, generation: report.generation ?? 0)
        let event: SessionLifecycle.Event
        switch report.phase {
        case .running:
            event = .kernelStarted(report.kernel)
            // The original empties the words about scheduling once the session runs.
            detail.message = ""
        case .stopped where report.reason == .agentLost:
            event = .kernelLost(report.kernel)
            detail.reason = .agentLost
            detail.message = report.message
        case .stopped where report.reason == .failedToStart:
            event = .kernelFailed(report.kernel)
            detail.reason = .failedToStart
            detail.message = report.message
        case .stopped:
            event = .kernelStopped(report.kernel)
            detail.reason = report.reason ?? .selfTerminated
            detail.message = report.message
            detail.exitCode = report.exitCode
            detail.statistics = report.statistics
        case .starting, .stopping: return false
        }
        do {
            guard let saved = try await store.apply(event, to: report.session, detail) else { return false }
            perform(saved)
            // One that waits again has given up what it held, too.
            if saved.session.status.isFinal || saved.session.status == .pending {
                await requestScheduling(because: .sessionTerminated)
            }
            return true
        } catch {
            logger.error(
                "cannot save a kernel's report", metadata: ["kernel.id": "\(report.kernel)", "error": "\(error)"])
            return false
        }
    }

    /// Gives a session's outstanding commands again.
    func resume(_ session: SessionID) async {
        do {
            let lifecycle = try await store.transaction { connection throws(StoreError) in
                try Store.lifecycle(of: session, connection)
            }
            guard let lifecycle, let record = try await store.session(session) else { return }
            perform(SavedTransition(session: record, effects: lifecycle.outstanding))
        } catch {
            logger.error("cannot resume a session", metadata: ["session.id": "\(session)", "error": "\(error)"])
        }
    }

    /// Does what the scheduler has decided of a session.
    private func perform(_ planned: PlannedTransition) {
        if let session = planned.session {
            return perform(SavedTransition(session: session, effects: planned.effects))
        }
        CrashPoint.saved.pass()
        tasks.start { await self.begin(planned) }
    }

    /// Starts a session that has been placed, unless it has been told to end meanwhile.
    private func begin(_ planned: PlannedTransition) async {
        do {
            guard let session = try await store.session(planned.id), session.status == .preparing else { return }
            perform(SavedTransition(session: session, effects: planned.effects))
        } catch {
            logger.error("cannot start a session", metadata: ["session.id": "\(planned.id)", "error": "\(error)"])
        }
    }

    /// Tells whoever waits, then gives the commands.
    private func perform(_ saved: SavedTransition) {
        switch saved.session.status {
        case .running: CrashPoint.running.pass()
        case .terminating: CrashPoint.terminating.pass()
        case .terminated: CrashPoint.ended.pass()
        default: CrashPoint.saved.pass()
        }
        changes.publish(saved.session)
        for effect in saved.effects {
            switch effect {
            case .startKernels(let kernels):
                tasks.start { await self.start(kernels, of: saved.session) }
            case .stopKernels(let kernels):
                let reason = saved.session.reason ?? .userRequested
                for kernel in kernels { tasks.start { await self.stop(kernel, of: saved.session.id, reason: reason) } }
            case .restartKernels(let kernels):
                for kernel in kernels { tasks.start { await self.restart(kernel, of: saved.session.id) } }
            }
        }
    }

    private func restart(_ kernel: KernelID, of session: SessionID) async {
        do {
            guard let record = try await store.kernel(kernel), let agent = record.agent,
                let client = directory.client(of: agent)
            else { return }
            await handle(try await client.restart(kernel, RestartOrder(generation: record.generation)))
        } catch let problem as AgentProblem where problem.code == "unknown-kernel" {
            await handle(KernelReport(kernel: kernel, session: session, phase: .stopped, reason: .alreadyTerminated))
        } catch {
            logger.info("restart command not delivered", metadata: ["kernel.id": "\(kernel)", "error": "\(error)"])
        }
    }

    private func stop(_ kernel: KernelID, of session: SessionID, reason: StatusReason) async {
        guard let agent = (try? await store.kernel(kernel))??.agent else { return }
        await stop(kernel, of: session, on: agent, reason: reason)
    }

    /// Has an agent stop a kernel; one that the agent does not know counts as stopped.
    func stop(_ kernel: KernelID, of session: SessionID, on agent: AgentID, reason: StatusReason) async {
        guard let client = directory.client(of: agent) else { return }
        do {
            let report = try await client.stop(kernel, StopOrder(reason: reason))
            CrashPoint.stopped.pass()
            await handle(report)
        } catch let problem as AgentProblem where problem.code == "unknown-kernel" {
            await handle(KernelReport(kernel: kernel, session: session, phase: .stopped, reason: reason))
        } catch {
            logger.info("stop command not delivered", metadata: ["kernel.id": "\(kernel)", "error": "\(error)"])
        }
    }
}
