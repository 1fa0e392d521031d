import Core

/// What superadmins do with the manager and its scheduler as a whole.
struct MaintenanceService: Sendable {
    let store: Store
    let engine: SessionEngine
    let settings: ClusterSettings

    /// Freezes the manager or sets it going again.
    ///
    /// - Parameters:
    ///   - status: What it is to be.
    ///   - endsSessions: Whether every living session is ended as well.
    ///   - requester: Who wants it.
    ///   - requestID: The request, for the audit log.
    /// - Throws: ``BackendError``.
    func set(_ status: ManagerStatus, endsSessions: Bool, by requester: Requester, requestID: String?) async throws {
        try requester.insist(on: .modify, .managerStatus)
        let key = KnownSetting.managerStatus.rawValue
        let entry = AuditEntry(
            requester: requester, action: .modify, entity: .managerStatus, id: key,
            before: .string(settings.status.rawValue),
            after: endsSessions
                ? ["status": .string(status.rawValue), "force_kill": true] : .string(status.rawValue),
            requestID: requestID)
        settings.replace(with: try await store.changeSettings(set: [(key, status.rawValue)], by: entry))
        guard endsSessions else {
            if status == .running { await engine.requestScheduling() }
            return
        }
        for session in try await store.livingSessions() {
            _ = try await engine.terminate(session, reason: .forceTerminated)
        }
    }

    /// The number of sessions that hold resources.
    func activeSessions() async throws -> Int { try await store.activeSessions() }

    /// Lets agents take sessions, or none any more; what runs on them goes on.
    func setSchedulable(_ agents: [String], to isSchedulable: Bool, by requester: Requester, requestID: String?)
        async throws
    {
        try requester.insist(on: .operate, .scheduler)
        let entries = agents.map { agent in
            AuditEntry(
                requester: requester, action: .operate, entity: .scheduler, id: agent,
                before: ["schedulable": .bool(!isSchedulable)], after: ["schedulable": .bool(isSchedulable)],
                requestID: requestID)
        }
        guard try await store.setSchedulable(agents, to: isSchedulable, entries) else {
            throw BackendError.notFound("agent instance", hint: "`backend.ai admin agent list` lists them")
        }
        if isSchedulable { await engine.requestScheduling() }
    }

    /// Has the scheduler look at once, or agents told once more what they are to start.
    func trigger(_ kind: SchedulerPasses.Kind, by requester: Requester, requestID: String?) async throws {
        try requester.insist(on: .operate, .scheduler)
        try await store.record(
            AuditEntry(
                requester: requester, action: .operate, entity: .scheduler, id: kind.rawValue, requestID: requestID))
        switch kind {
        case .schedule: await engine.reconsider()
        case .prepare:
            for session in try await store.unfinishedSessions() { await engine.resume(session.id) }
        }
    }

    /// When the scheduler worked last.
    func passes(for requester: Requester) throws(BackendError) -> [SchedulerPasses.Kind: SchedulerPasses.Pass] {
        try requester.insist(on: .read, .scheduler)
        return engine.passes.last
    }
}
