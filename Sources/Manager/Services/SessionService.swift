import Core

/// What became of an order.
struct SessionCreation: Sendable {
    let session: SessionRecord
    /// The status to answer: the session's own, or `TIMEOUT`.
    let status: String
    let isNew: Bool
}

/// What users may do with sessions.
struct SessionService: Sendable {
    /// How long a request waits for an agent that is away; one that is started again is back much sooner.
    static let agentPatience = Duration.seconds(5)

    let store: Store
    let engine: SessionEngine
    let directory: AgentDirectory
    let changes: SessionChanges
    let authentication: AuthenticationService
    let activity: SessionActivity
    let idle: IdleWatch

    /// The images that can be run.
    var images: ImageService { ImageService(store: store, directory: directory) }

    /// Creates a session, or finds the living one of the same name and image, and waits until it runs.
    func create(_ order: SessionOrder, for requester: Requester) async throws -> SessionCreation {
        let owner = try await owner(of: order, for: requester)
        await directory.arrival(within: SessionService.agentPatience)
        guard !directory.nodes.isEmpty else {
            throw BackendError(.noInstance, "no agent is connected", hint: "try again in a moment")
        }
        if let existing = try await existing(order, of: owner.accessKey) { return existing }
        let keypair = authentication.record(of: owner.accessKey) ?? requester.keypair
        let agents = try await store.livingAgents()
        try check(order.agents, among: agents, for: requester)
        let entries = try await images.entries()
        let rules = SessionRules(
            images: entries.map(\.report),
            aliases: ImageService.aliases(of: entries),
            slotTypes: directory.slotTypes,
            agents: agents,
            maximumContainers: try await store.policy(of: keypair)?.maximumContainers ?? 1,
            scalingGroups: try await store.usableScalingGroups(of: owner)
        )
        let spec = try rules.specification(of: order)
        let new = NewSession(
            id: .random(),
            kernel: .random(),
            spec: spec,
            owner: owner,
            scalingGroup: try rules.scalingGroup(of: order),
            cluster: try rules.cluster(of: order, spec),
            dependencies: try await dependencies(of: order, owner: owner.accessKey)
        )
        // Listening begins before the session exists, so that no change is missed.
        let events = changes.changes(of: new.id)
        switch try await store.enqueue(new) {
        case .nameInUse(let record): return try await reuse(record, for: order)
        case .enqueued:
            CrashPoint.enqueued.pass()
            await engine.requestScheduling(because: .sessionEnqueued)
        }
        let status = order.enqueueOnly ? nil : await outcome(of: events, within: order.maximumWait)
        guard let session = try await store.session(new.id) else { throw BackendError(.internalError) }
        try checkStart(of: session)
        return SessionCreation(
            session: session,
            status: status ?? (order.enqueueOnly ? SessionStatus.pending.rawValue : "TIMEOUT"),
            isNew: true
        )
    }

    /// Superadmins alone choose agents, and only those that are there.
    private func check(_ chosen: [String], among agents: [AgentRecord], for requester: Requester) throws {
        guard !chosen.isEmpty else { return }
        guard requester.isSuperadmin else {
            throw BackendError(
                .insufficientPrivilege, "You are not allowed to manually assign agents for your session.")
        }
        if let unknown = chosen.first(where: { name in !agents.contains { $0.id.rawValue == name } }) {
            throw BackendError(.invalidParameters, "No such agent: \(unknown)")
        }
    }

    /// The session that `reference` means among those of `owner`, who is the requester unless an admin names another.
    ///
    /// - Parameters:
    ///   - reference: Its name or id.
    ///   - owner: Whose access key was named; nil for none.
    ///   - requester: Who asks.
    ///   - action: What they want to do with it.
    ///   - living: Whether an ended one is not meant.
    /// - Returns: The session.
    /// - Throws: ``BackendError`` 404 when there is none, in the original's words.
    func find(
        _ reference: String, of owner: AccessKey?, for requester: Requester, to action: Action, living: Bool = true
    ) async throws -> SessionRecord {
        let key = try delegated(owner, for: requester, to: action)
        let matches = try await store.sessions(matching: reference, of: key)
        guard let session = matches.first(where: { !living || $0.status.isAlive }) else {
            throw BackendError.notFound(
                "session",
                "Session (id=\(reference)) does not exist.",
                hint: "`backend.ai ps` lists the sessions that are alive"
            )
        }
        return session
    }

    /// Ends a session and answers its last statistics.
    func destroy(_ session: SessionRecord, forced: Bool) async throws -> JSONValue {
        let statistics = await liveStatistics(of: session)
        guard let ended = try await engine.terminate(session.id, reason: forced ? .forceTerminated : .userRequested)
        else {
            if session.status == .terminating, let statistics { return statistics.wire(status: "terminating") }
            throw BackendError(.forbidden, "Cannot destroy sessions that has already been already terminated")
        }
        let status = ended.status == .cancelled ? "terminated" : "terminating"
        return (statistics ?? KernelStatistics()).wire(status: status)
    }

    /// Interrupts what the session runs.
    func interrupt(_ session: SessionRecord) async throws {
        let (client, kernel) = try await reach(session)
        try await client.interrupt(kernel)
    }

    /// What the session's programs have written, ended sessions included while their agent remembers.
    func logs(of session: SessionRecord) async throws -> [UInt8] {
        guard session.status != .pending else { return [] }
        guard let agent = try await store.kernel(session.mainKernel)?.agent else { return [] }
        let client = try await client(of: agent)
        do {
            return try await client.logs(of: session.mainKernel)
        } catch let problem as AgentProblem where problem.code == "unknown-kernel" {
            return []
        }
    }

    /// The agent and kernel that run a session's code.
    ///
    /// - Throws: ``BackendError`` when the session does not run.
    func reach(_ session: SessionRecord) async throws -> (client: AgentClient, kernel: KernelID) {
        guard session.status.acceptsCode else {
            throw BackendError(
                .badRequest,
                "The session `\(session.name)` is \(session.status.rawValue), not RUNNING",
                hint: session.status == .pending ? session.detail : nil
            )
        }
        guard let agent = try await store.kernel(session.mainKernel)?.agent else { throw BackendError(.internalError) }
        let client = try await client(of: agent)
        return (client, session.mainKernel)
    }

    private func client(of agent: AgentID) async throws -> AgentClient {
        await directory.arrival(of: agent, within: SessionService.agentPatience)
        guard let client = directory.client(of: agent) else {
            throw BackendError(.noInstance, "the agent `\(agent)` is not connected", hint: "try again in a moment")
        }
        return client
    }

    /// How many runs a session has had.
    func runs(of session: SessionRecord) async -> Int {
        while !Task.isCancelled {
            guard let counted = activity.settledRuns(of: session.id) else {
                // They are on their way to the database: a moment later they are in one place.
                try? await Task.sleep(for: .milliseconds(1))
                continue
            }
            let saved = (try? await store.session(session.id))??.queries ?? session.queries
            if activity.settledRuns(of: session.id) == counted { return saved + counted }
        }
        return session.queries
    }

    /// The statistics of a running session's main kernel, from its agent; nil when nothing is known.
    func liveStatistics(of session: SessionRecord) async -> KernelStatistics? {
        guard session.status.acceptsCode, let main = (try? await store.kernel(session.mainKernel)) ?? nil else {
            return nil
        }
        return await liveStatistics(of: main)
    }

    /// The statistics of a running kernel, from its agent; nil when nothing is known.
    func liveStatistics(of kernel: KernelRecord) async -> KernelStatistics? {
        // An agent that is away is not waited for: lists ask for many sessions.
        guard kernel.status.acceptsCode, let client = kernel.agent.flatMap({ directory.client(of: $0) }) else {
            return nil
        }
        return try? await client.kernel(kernel.id).statistics
    }

    // MARK: Rules

    private func owner(of order: SessionOrder, for requester: Requester) async throws -> SessionOwner {
        let accessKey = try delegated(order.owner, for: requester, to: .create)
        guard let record = authentication.record(of: accessKey) else {
            throw BackendError(.invalidParameters, "Unknown owner access key")
        }
        guard order.domain == record.user.domain else {
            throw BackendError(.invalidParameters, "You can only set the domain to your domain.")
        }
        // In the groups of whom it is for, whoever orders it.
        let group = try await store.usableGroup(order.group, for: Requester(keypair: record))
        guard let group, group.domain == order.domain else { throw BackendError(.invalidParameters, "Invalid group") }
        return SessionOwner(
            accessKey: accessKey,
            user: record.user.id,
            email: record.user.email,
            group: group.id,
            groupName: group.name,
            domain: order.domain
        )
    }

    /// The access key to act for: the requester's own, or one that an admin of its domain names.
    func delegated(
        _ owner: AccessKey?, for requester: Requester, to action: Action
    ) throws(BackendError) -> AccessKey {
        try requester.acting(for: owner, to: action, .session, among: authentication).keypair.accessKey
    }

    private func existing(_ order: SessionOrder, of owner: AccessKey) async throws -> SessionCreation? {
        let matches = try await store.sessions(matching: order.name, of: owner)
        guard let record = matches.first(where: { $0.status.isAlive && $0.name == order.name }) else { return nil }
        return await isOver(record) ? nil : try await reuse(record, for: order)
    }

    /// Whether a session that is ending has ended: the name is free then, and nobody wants what is going away.
    private func isOver(_ record: SessionRecord) async -> Bool {
        guard record.status == .terminating else { return false }
        let events = changes.changes(of: record.id)
        if let now = try? await store.session(record.id), now.status.isFinal { return true }
        return await outcome(of: events, within: 30) != nil
    }

    private func reuse(_ record: SessionRecord, for order: SessionOrder) async throws -> SessionCreation {
        let image = try? await images.resolve(order.image)
        let isSameImage = image?.report.name == record.image
        guard order.reuseIfExists, isSameImage else {
            throw BackendError(
                .sessionAlreadyExists,
                data: ["existingSessionId": .string(record.id.rawValue)],
                hint: "choose another name, or end it by `backend.ai rm \(record.name)`"
            )
        }
        activity.touch(record.id)
        return SessionCreation(session: record, status: record.status.rawValue, isNew: false)
    }

    private func checkStart(of session: SessionRecord) throws(BackendError) {
        guard session.status == .cancelled, session.reason == .failedToStart else { return }
        throw BackendError(.kernelCreationFailed, session.detail)
    }

    /// Waits for the session to run or to end; nil when the time is over first.
    private func outcome(of events: AsyncStream<SessionRecord>, within seconds: Double) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                for await change in events
                where change.status.acceptsCode || change.status.isFinal || change.status == .error {
                    return change.status.rawValue
                }
                return nil
            }
            if seconds > 0 {
                group.addTask {
                    try? await Task.sleep(for: .seconds(seconds))
                    return nil
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
