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
    /// First in, first out: a session that must wait for room is not overtaken by later ones;
    /// one that only its owner's limits hold back, or that no agent here could run, is stepped over.
    public func plan(_ snapshot: Snapshot) -> Plan {
        var plan = Plan()
        var agents = snapshot.agents
        var owners = snapshot.owners
        var blocker: SessionID?
        for session in snapshot.pending where validate(session, at: snapshot.now, &plan) {
            if let reason = owners[session.owner]?.refusal(of: session.requested) {
                plan.waiting.append(.init(session: session.id, reason: reason))
                continue
            }
            if let blocker {
                plan.waiting.append(.init(session: session.id, reason: .behind(blocker)))
                continue
            }
            switch place(session, on: agents) {
            case .success(let index):
                agents[index].occupied = agents[index].occupied + session.requested
                owners[session.owner]?.add(session.requested)
                plan.placements.append(
                    .init(
                        session: session.id, kernel: session.kernel, agent: agents[index].id, amounts: session.requested
                    )
                )
            case .failure(let refusal):
                if refusal.reason != .noAgent { blocker = session.id }
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
        let suitable = agents.indices.filter { agents[$0].architecture == session.architecture }
        guard !suitable.isEmpty else { return .failure(Refusal(reason: .noAgent)) }
        let fitting = suitable.filter { session.requested.fits(in: agents[$0].remaining) }
        if let chosen = selector.select(from: fitting, of: agents, for: session.requested) { return .success(chosen) }
        let short = suitable.lazy.compactMap { session.requested.firstExcess(over: agents[$0].remaining) }.first
        return .failure(Refusal(reason: short.map { .noRoom($0) } ?? .noAgent))
    }
}

extension OwnerSnapshot {
    func refusal(of request: ResourceSlots) -> WaitReason? {
        if maximumSessions > 0, sessions >= maximumSessions { return .sessionLimit(maximumSessions) }
        return (occupied + request).firstExcess(over: limits, absent: .infinity).map { .ownerLimit($0) }
    }

    mutating func add(_ amounts: ResourceSlots) {
        sessions += 1
        occupied = occupied + amounts
    }
}

extension ResourceSlots {
    /// The first slot, by name, that exceeds `limits`, where a slot not listed has the limit `absent`.
    func firstExcess(over limits: ResourceSlots, absent: Quantity) -> SlotName? {
        names.first { self[$0] > (limits.amounts[$0] ?? absent) }
    }
}
