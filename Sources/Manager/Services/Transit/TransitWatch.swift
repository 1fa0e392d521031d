import Core
import Logging

/// Owns what is on its way: sessions that take too long from one status to the next, and agents that do not answer.
actor TransitWatch {
    nonisolated let rules: TransitRules
    /// The seconds after which an agent that does not answer is taken for lost.
    private let agentPatience: Int64
    private let store: Store
    private let engine: SessionEngine
    private let clock: SteadyClock
    private let logger: Logger
    private var known: [SessionID: Known] = [:]
    private var lastLook: UnixTime?

    /// What is known of a session on its way.
    private struct Known {
        /// Since when it has its status, as the store has it.
        let saved: UnixTime
        /// The same by this clock, should the one that the store writes have been set.
        let since: UnixTime
        /// How often its orders have been given again since.
        var retries = 0
    }

    init(
        rules: TransitRules, agentPatience: Int64, store: Store, engine: SessionEngine, logger: Logger,
        clock: SteadyClock
    ) {
        self.rules = rules
        self.agentPatience = agentPatience
        self.store = store
        self.engine = engine
        self.clock = clock
        self.logger = logger
    }

    /// Does what is due.
    ///
    /// - Returns: When something else may be.
    func look() async -> UnixTime {
        let now = clock.now
        // What begins to wait from now on is not due before that.
        let shortest = [rules.shortest, agentPatience].compactMap(\.self).filter { $0 > 0 }.min()
        var next = shortest.map { now.adding(seconds: $0) } ?? .never
        do {
            next = min(next, try await loseAgents(at: now))
            next = min(next, try await giveUpStranded(at: now))
            next = min(next, try await pushOn(at: now))
        } catch {
            logger.error("cannot look at what is on its way", metadata: ["error": "\(error)"])
            return min(next, now.adding(seconds: 10))
        }
        return next
    }

    private func loseAgents(at now: UnixTime) async throws(StoreError) -> UnixTime {
        guard agentPatience > 0 else { return .never }
        let (lost, next) = try await store.loseAgents(silentFor: agentPatience, at: now)
        for agent in lost { logger.warning("agent lost", metadata: ["agent.id": "\(agent)"]) }
        return next
    }

    private func giveUpStranded(at now: UnixTime) async throws(StoreError) -> UnixTime {
        var next = UnixTime.never
        for kernel in try await store.strandedKernels() {
            let end = kernel.rules.end(of: kernel.status, lost: kernel.lost)
            guard end <= now else {
                next = min(next, end)
                continue
            }
            logger.warning(
                "kernel given up with its agent",
                metadata: ["kernel.id": "\(kernel.id)", "agent.id": "\(kernel.agent)"])
            await engine.handle(
                KernelReport(
                    kernel: kernel.id, session: kernel.session, phase: .stopped, reason: .agentLost,
                    message: "Its agent `\(kernel.agent)` does not answer any more"))
        }
        return next
    }

    private func pushOn(at now: UnixTime) async throws(StoreError) -> UnixTime {
        var next = UnixTime.never
        let sessions = try await store.sessionsInTransit()
        let before = known
        known = [:]
        for session in sessions {
            // What was not there at the last look has come since.
            let since = min(max(session.since, lastLook ?? session.since), now)
            let entry =
                before[session.id].flatMap { $0.saved == session.since ? $0 : nil }
                ?? Known(saved: session.since, since: since)
            known[session.id] = entry
            switch rules.step(of: session.status, since: entry.since, retried: entry.retries, at: now) {
            case .wait(let moment): next = min(next, moment)
            case .retry(let number):
                known[session.id]?.retries = number
                logger.info(
                    "orders of a session given again",
                    metadata: [
                        "session.id": "\(session.id)", "status": "\(session.status.rawValue)", "number": "\(number)",
                    ])
                await engine.resume(session.id)
                next = min(next, now.adding(seconds: rules.deadline(of: session.status) ?? 0))
            case .giveUp(let reason):
                let seconds = Int64((now - entry.since) / .seconds(1))
                let sentence =
                    "It was \(session.status.rawValue) for \(seconds) seconds, \(rules.retries + 1) tries long"
                logger.warning("session given up", metadata: ["session.id": "\(session.id)", "reason": "\(sentence)"])
                _ = try await engine.terminate(session.id, reason: reason, sentence: sentence)
                if let deadline = rules.deadline(of: .terminating) { next = min(next, now.adding(seconds: deadline)) }
            }
        }
        lastLook = now
        return next
    }
}
