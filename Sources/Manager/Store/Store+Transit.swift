import Core

/// A session that is on its way from one status to the next.
struct SessionInTransit: Sendable, Equatable {
    let id: SessionID
    let status: SessionStatus
    let since: UnixTime
}

/// A kernel whose agent is lost.
struct StrandedKernel: Sendable, Equatable {
    let id: KernelID
    let session: SessionID
    let status: SessionStatus
    let agent: AgentID
    /// When the agent was taken for lost.
    let lost: UnixTime
    let rules: LostAgentRules
}

extension Store {
    /// The sessions that are on their way.
    func sessionsInTransit() throws(StoreError) -> [SessionInTransit] {
        try connection.query(
            """
            SELECT id, status, status_changed FROM sessions
            WHERE status IN ('SCHEDULED', 'PREPARING', 'PULLING', 'RESTARTING', 'TERMINATING') ORDER BY status_changed, id
            """
        ).map { row in
            SessionInTransit(
                id: SessionID(rawValue: row.text("id")), status: SessionStatus(rawValue: row.text("status")) ?? .error,
                since: UnixTime(microseconds: row.integer("status_changed")))
        }
    }

    /// Notes that an agent does not answer: it gets nothing new from now on.
    func markSilent(_ agent: AgentID) throws(StoreError) {
        try connection.run(
            "UPDATE agents SET silent_since = ? WHERE id = ? AND status = 'ALIVE' AND silent_since IS NULL",
            [.integer(Timestamp.now()), .text(agent.rawValue)])
    }

    /// Notes that no agent answers yet, for a manager that has just started.
    func markAllSilent() throws(StoreError) {
        try connection.run(
            "UPDATE agents SET silent_since = ? WHERE status = 'ALIVE' AND silent_since IS NULL",
            [.integer(Timestamp.now())])
    }

    /// Takes agents for lost that have been silent for so long.
    ///
    /// - Parameters:
    ///   - patience: The seconds.
    ///   - now: The present moment.
    /// - Returns: Those that are lost from now on, and when the next one will be.
    /// - Throws: ``StoreError``.
    func loseAgents(
        silentFor patience: Int64, at now: UnixTime
    ) throws(StoreError) -> (lost: [AgentID], next: UnixTime) {
        try transaction { connection throws(StoreError) in
            let silent = try connection.query(
                "SELECT id, silent_since FROM agents WHERE status = 'ALIVE' AND silent_since IS NOT NULL ORDER BY id")
            var lost: [AgentID] = []
            var next = UnixTime.never
            for row in silent {
                let end = UnixTime(microseconds: row.integer("silent_since")).adding(seconds: patience)
                guard end <= now else {
                    next = min(next, end)
                    continue
                }
                try connection.run(
                    "UPDATE agents SET status = 'LOST', status_changed = ?, lost_at = ? WHERE id = ?",
                    [.integer(now.microseconds), .integer(now.microseconds), .text(row.text("id"))])
                lost.append(AgentID(rawValue: row.text("id")))
            }
            return (lost, next)
        }
    }

    /// The living kernels of lost agents, with what their scaling groups do then.
    func strandedKernels() throws(StoreError) -> [StrandedKernel] {
        try connection.query(
            """
            SELECT k.id, k.session_id, k.agent, s.status, a.lost_at, g.scheduler_opts
            FROM agents a JOIN kernels k ON k.agent = a.id JOIN sessions s ON s.id = k.session_id
            LEFT JOIN scaling_groups g ON g.name = s.scaling_group
            WHERE a.status = 'LOST' AND k.status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED') ORDER BY k.id
            """
        ).map { row in
            StrandedKernel(
                id: KernelID(rawValue: row.text("id")), session: SessionID(rawValue: row.text("session_id")),
                status: SessionStatus(rawValue: row.text("status")) ?? .error,
                agent: AgentID(rawValue: row.text("agent")),
                lost: UnixTime(microseconds: row.integer("lost_at")),
                rules: SchedulerOptions.lostAgents(stored: row.text("scheduler_opts")))
        }
    }
}
