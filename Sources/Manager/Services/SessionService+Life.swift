import Core

extension SessionService {
    /// Gives a running session another name.
    func rename(_ session: SessionRecord, to name: String) async throws {
        switch try await store.rename(session.id, to: name, of: session.owner.accessKey) {
        case .renamed: return
        case .notRunning:
            throw BackendError(
                .invalidParameters, "Can't change name of not running session",
                hint: "it is \(session.status.rawValue)")
        case .nameInUse(let other):
            throw BackendError(
                .invalidParameters, "The name `\(name)` belongs to another living session",
                data: ["existingSessionId": .string(other.id.rawValue)], hint: "choose another name")
        }
    }

    /// Has a running session's kernels begin anew and waits until they have: files stay, interpreters forget.
    func restart(_ session: SessionRecord) async throws {
        // Listening begins before the order, so that no change is missed.
        let changes = self.changes.changes(of: session.id)
        guard try await engine.restart(session.id) || session.status == .restarting else {
            throw BackendError(
                .badRequest, "The session `\(session.name)` is \(session.status.rawValue), not RUNNING",
                hint: "only a running session can be restarted")
        }
        activity.touch(session.id)
        if let now = try await store.session(session.id), now.status != .restarting { return try check(now) }
        for await change in changes where change.status != .restarting { return try check(change) }
    }

    /// Has idle checks leave a living session alone, or look at it again.
    ///
    /// - Parameters:
    ///   - isExempt: Whether they are to leave it alone.
    ///   - reference: Its name or id.
    ///   - owner: Whose access key was named; nil for none.
    ///   - requester: The administrator.
    ///   - requestID: The request's number, for the audit log.
    /// - Throws: ``BackendError`` for who is no administrator, and for a session that is not there.
    func setIdleExemption(
        _ isExempt: Bool, of reference: String, owner: AccessKey?, by requester: Requester, requestID: String?
    ) async throws {
        // Users may not, though the session be theirs.
        try requester.insist(on: .modify, .idleCheck, at: .own)
        let session = try await find(reference, of: owner, for: requester, to: .modify)
        let entry = AuditEntry(
            requester: requester, action: .modify, entity: .idleCheck, id: session.id.rawValue,
            before: ["exempt": .bool(session.isIdleExempt)], after: ["exempt": .bool(isExempt)], requestID: requestID)
        try await store.setIdleExemption(isExempt, of: session.id, by: entry)
        idle.lookAgain(at: session.id)
        await engine.requestScheduling()
    }

    private func check(_ restarted: SessionRecord) throws(BackendError) {
        guard restarted.status != .running else { return }
        throw BackendError(
            .kernelRestartFailed,
            restarted.detail.flatMap { $0.isEmpty ? nil : $0 } ?? "the session has ended meanwhile")
    }

    /// Ends a session and all that wait for it, those first; answers the statistics of each in that order.
    func destroyRecursively(_ session: SessionRecord, forced: Bool) async throws -> [JSONValue] {
        var statistics: [JSONValue] = []
        for dependent in try await store.livingDependents(of: session.id) {
            do {
                statistics.append(try await destroy(dependent, forced: forced))
            } catch let error as BackendError where error.code == .forbidden {
                // It has ended meanwhile.
            }
        }
        return statistics + [try await destroy(session, forced: forced)]
    }

    /// The living sessions of the requester whose id begins so.
    func sessions(withIDPrefix prefix: String, for requester: Requester) async throws -> [SessionRecord] {
        guard !prefix.isEmpty else { return [] }
        return try await store.sessions(withIDPrefix: prefix, of: requester.accessKey)
    }

    /// The sessions that an order is to wait for.
    ///
    /// - Throws: ``BackendError`` for one that does not exist, in the original's words.
    func dependencies(of order: SessionOrder, owner: AccessKey) async throws -> [SessionID] {
        var ids: [SessionID] = []
        for reference in order.dependencies {
            guard let session = try await store.sessions(matching: reference, of: owner).first else {
                throw BackendError(
                    .invalidParameters, "Unknown session ID or name in the dependency list",
                    data: ["session_ref": .string(reference)], hint: "`backend.ai ps` lists the sessions that are alive"
                )
            }
            if !ids.contains(session.id) { ids.append(session.id) }
        }
        return ids
    }

    /// Compares what an agent runs with what it should run; an agent that is not connected is compared when it is.
    func synchronize(_ agent: AgentID) async throws {
        guard let client = directory.client(of: agent) else { return }
        try await engine.reconcile(agent, client)
    }

    /// Ends the program of a session's service; one that does not run is no error.
    func shutDown(service name: String, in session: SessionRecord) async throws {
        let (client, kernel) = try await reach(session)
        guard services(of: session).contains(where: { $0.name == name }) else {
            throw BackendError.notFound("app service", "\(session.name):\(name)")
        }
        try await RunnerChannel.ask(.stopService(name), over: try await client.channel(to: kernel))
    }
}
