import Core
import Logging

/// Ends sessions that are held for nothing, and warns them before.
///
/// It keeps the sessions that run and hears of those that begin; what their policies say is read again when a policy
/// changes.
actor IdleWatch {
    private struct Watched {
        var session: RunningSession
        var window = UtilizationWindow()
    }

    nonisolated let rules: IdleRules
    private let store: Store
    private let engine: SessionEngine
    private let directory: AgentDirectory
    private let activity: SessionActivity
    private nonisolated let roster: SessionRoster
    private let clock: SteadyClock
    private let logger: Logger
    private var watched: [SessionID: Watched] = [:]
    private var mustReload = true

    init(
        rules: IdleRules, store: Store, engine: SessionEngine, directory: AgentDirectory, activity: SessionActivity,
        roster: SessionRoster, clock: SteadyClock, logger: Logger
    ) {
        self.rules = rules
        self.store = store
        self.engine = engine
        self.directory = directory
        self.activity = activity
        self.roster = roster
        self.clock = clock
        self.logger = logger
    }

    /// Policies may have changed.
    func reload() { mustReload = true }

    /// An administrator has said something of a session.
    nonisolated func lookAgain(at session: SessionID) { roster.note(session) }

    /// What the checks say of a session; of one that does not run, only which there are.
    func reports(of session: SessionRecord) async -> [IdleReport] {
        if session.status.acceptsCode, watched[session.id] == nil || mustReload { await refresh() }
        guard let known = watched[session.id] else {
            return IdleCheck.allCases.filter { rules.checks.contains($0) }.map {
                IdleReport($0, .keep(remaining: nil))
            }
        }
        return rules.reports(of: known.session.subject, access(of: known.session), known.window, at: clock.now)
    }

    /// Ends what is to end, and warns what is to be warned.
    ///
    /// - Returns: When to look again, if nothing is heard before.
    func look() async -> UnixTime {
        await refresh()
        let now = clock.now
        var next = UnixTime.never
        for (id, known) in watched {
            let access = access(of: known.session)
            if let reason = rules.reason(toEnd: known.session.subject, access, known.window, at: now) {
                await end(id, reason)
                // Should that have failed, it is tried again.
                next = min(next, now.adding(seconds: 10))
                continue
            }
            let warning = rules.warning(of: known.session.subject, access, known.window, at: now)
            await note(warning, of: id)
            next = min(next, rules.nextLook(of: known.session.subject, access, at: now))
        }
        return next
    }

    /// Takes a sample of what each session makes use of.
    func sample() async {
        await refresh()
        let now = clock.now
        let due = watched.values.map(\.session).filter { session in
            rules.windowSize(of: session.subject) != nil && rules.measuredFrom(session.subject) <= now
        }
        let clients = due.reduce(into: [AgentID: AgentClient]()) { clients, session in
            for kernel in session.kernels { clients[kernel.agent] = directory.client(of: kernel.agent) }
        }
        var waiting = due[...]
        await withTaskGroup(of: (SessionID, UtilizationSample?).self) { group in
            for _ in 0..<8 {
                if let session = waiting.popFirst() { group.addTask { await Self.sample(session, clients) } }
            }
            for await (id, sample) in group {
                if let sample { record(sample, of: id) }
                if let session = waiting.popFirst() { group.addTask { await Self.sample(session, clients) } }
            }
        }
    }

    /// Takes in a sample of what a session makes use of.
    func record(_ sample: UtilizationSample, of session: SessionID) {
        guard let known = watched[session], let size = rules.windowSize(of: known.session.subject) else { return }
        watched[session]?.window.record(sample, size: size)
    }

    private static func sample(
        _ session: RunningSession, _ clients: [AgentID: AgentClient]
    ) async -> (SessionID, UtilizationSample?) {
        var samples: [UtilizationSample?] = []
        for kernel in session.kernels {
            let statistics = try? await clients[kernel.agent]?.kernel(kernel.id).statistics
            samples.append(statistics.map { UtilizationSample($0, occupied: kernel.slots) })
        }
        return (session.id, .mean(of: samples))
    }

    private func access(of session: RunningSession) -> IdleSubject.Access {
        activity.access(of: session.id, since: session.since, patience: rules.streamPatience)
    }

    /// Takes in which sessions run.
    private func refresh() async {
        let changed = mustReload ? nil : roster.take()
        if changed?.isEmpty == true { return }
        if mustReload { _ = roster.take() }
        mustReload = false
        do {
            let running = try await store.runningSessions(changed)
            let known = watched
            for id in changed ?? Set(known.keys) { watched[id] = nil }
            for session in running {
                // By this clock, should the one that the store writes have been set.
                if changed != nil, known[session.id] == nil { activity.touch(session.id) }
                // What was measured in an earlier life of it counts, since it has held the same all the time.
                watched[session.id] = Watched(
                    session: session, window: known[session.id]?.window ?? UtilizationWindow())
            }
            for id in changed ?? Set(known.keys) where watched[id] == nil { activity.forget(id) }
        } catch {
            mustReload = true
            logger.error("cannot read which sessions run", metadata: ["error": "\(error)"])
        }
    }

    private func end(_ session: SessionID, _ reason: StatusReason) async {
        logger.info(
            "session idle for too long", metadata: ["session.id": "\(session)", "reason": "\(reason.rawValue)"])
        _ = try? await engine.terminate(session, reason: reason)
    }

    private func note(_ warning: IdleWarning?, of session: SessionID) async {
        guard let known = watched[session], known.session.isWarned != (warning != nil) else { return }
        do {
            if let warning {
                try await store.warn(session, of: warning)
                // A use takes it back at once.
                activity.awaitUse(of: session)
            } else {
                try await store.takeBackWarning(of: session)
            }
            watched[session]?.session.isWarned = warning != nil
        } catch {
            logger.error("cannot warn a session", metadata: ["session.id": "\(session)", "error": "\(error)"])
        }
    }
}
