import FoundationEssentials

/// One pass over the waiting sessions: snapshot → validate → sequence → select → allocate → plan.
///
/// A pure function of its snapshot. It never writes and reads no clock.
public struct SchedulingCycle: Sendable {
    private let selector: any AgentSelecting
    private let validators: [any SessionValidating]

    /// A cycle that chooses agents by `selector`, for the sessions that all of `validators` let pass.
    public init(
        selector: any AgentSelecting = DispersedSelector(),
        validators: [any SessionValidating] = [StartTimeValidator(), DependencyValidator()]
    ) {
        self.selector = selector
        self.validators = validators
    }

    /// Decides who starts where.
    ///
    /// First in, first out in each scaling group: a session that must wait for room is not overtaken by later ones;
    /// one that only the limits of its owner, group or domain hold back, or that no agent here could run, is stepped over.
    public func plan(_ snapshot: Snapshot) -> Plan {
        var plan = Plan()
        var agents = snapshot.agents
        var limits = Limits(snapshot)
        var blockers: [String: SessionID] = [:]
        for session in snapshot.pending where validate(session, at: snapshot.now, &plan) {
            if let reason = limits.refusal(of: session) {
                plan.waiting.append(.init(session: session.id, reason: reason))
                continue
            }
            if let blocker = blockers[session.scalingGroup] {
                plan.waiting.append(.init(session: session.id, reason: .behind(blocker)))
                continue
            }
            switch place(session, on: agents) {
            case .success(let index):
                agents[index].occupied = agents[index].occupied + session.requested
                agents[index].kernels += 1
                limits.add(session)
                plan.placements.append(
                    .init(
                        session: session.id, kernel: session.kernel, agent: agents[index].id, amounts: session.requested
                    )
                )
            case .failure(let refusal):
                if refusal.reason != .noAgent { blockers[session.scalingGroup] = session.id }
                plan.waiting.append(.init(session: session.id, reason: refusal.reason))
            }
        }
        return plan
    }

    /// Whether the session may be placed; if not, the plan says what becomes of it.
    ///
    /// What makes it impossible counts before what makes it wait.
    private func validate(_ session: PendingSession, at now: Date, _ plan: inout Plan) -> Bool {
        var reason: WaitReason?
        for validator in validators {
            switch validator.verdict(on: session, at: now) {
            case .ready: continue
            case .waits(let other): reason = reason ?? other
            case .impossible(let reason):
                plan.cancellations.append(.init(session: session.id, reason: reason))
                return false
            }
        }
        if let reason { plan.waiting.append(.init(session: session.id, reason: reason)) }
        return reason == nil
    }

    private struct Refusal: Error {
        let reason: WaitReason
    }

    private func place(_ session: PendingSession, on agents: [AgentSnapshot]) -> Result<Int, Refusal> {
        let suitable = agents.indices.filter { agents[$0].isSuitable(for: session) }
        guard !suitable.isEmpty else { return .failure(Refusal(reason: .noAgent)) }
        let taking = suitable.filter { agents[$0].takesMore }
        guard !taking.isEmpty else { return .failure(Refusal(reason: .agentsFull)) }
        let fitting = taking.filter { session.requested.fits(in: agents[$0].remaining) }
        if let chosen = selector.select(from: fitting, of: agents, for: session.requested) { return .success(chosen) }
        let short = taking.lazy.compactMap { session.requested.firstExcess(over: agents[$0].remaining) }.first
        return .failure(Refusal(reason: short.map { .noRoom($0) } ?? .noAgent))
    }
}

extension AgentSnapshot {
    /// Whether the session may run on it, as far as room is not concerned.
    fileprivate func isSuitable(for session: PendingSession) -> Bool {
        architecture == session.architecture && scalingGroup == session.scalingGroup
    }
}

/// Whom waiting sessions belong to, with what the cycle has given them so far.
private struct Limits {
    private var owners: [AccessKey: OwnerSnapshot]
    private var groups: [String: Quota]
    private var domains: [String: Quota]

    init(_ snapshot: Snapshot) {
        owners = snapshot.owners
        groups = snapshot.groups
        domains = snapshot.domains
    }

    /// The first limit that holds a session back, in the original's order of checks.
    func refusal(of session: PendingSession) -> WaitReason? {
        if let owner = owners[session.owner] {
            if owner.maximumSessions > 0, owner.sessions >= owner.maximumSessions {
                return .sessionLimit(owner.maximumSessions)
            }
            if let slot = owner.quota.excess(of: session.requested) { return .ownerLimit(slot) }
        }
        if let slot = groups[session.group]?.excess(of: session.requested) { return .groupLimit(slot) }
        return domains[session.domain]?.excess(of: session.requested).map { .domainLimit($0) }
    }

    mutating func add(_ session: PendingSession) {
        owners[session.owner]?.sessions += 1
        let requested = session.requested
        if let held = owners[session.owner]?.quota.occupied { owners[session.owner]?.quota.occupied = held + requested }
        if let held = groups[session.group]?.occupied { groups[session.group]?.occupied = held + requested }
        if let held = domains[session.domain]?.occupied { domains[session.domain]?.occupied = held + requested }
    }
}
