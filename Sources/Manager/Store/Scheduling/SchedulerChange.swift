import Core

/// Something that the scheduler is to be told.
enum SchedulerChange: Sendable {
    case options(SchedulingOptions, scalingGroup: String)
    case limits(ScopeLimits, of: LimitScope)
    case usage([AccessKey: Double], scalingGroup: String)
    case agent(AgentSnapshot, rules: [SlotName: SlotRules])
    case agentGone(AgentID)
    case waits(PendingSession)
    case holds(HeldSession)
    case ended(SessionID)

    /// Tells it.
    func apply(to scheduler: inout Scheduler) {
        switch self {
        case .options(let options, let scalingGroup): scheduler.set(options, of: scalingGroup)
        case .limits(let limits, let scope): scheduler.set(limits, of: scope)
        case .usage(let usage, let scalingGroup): scheduler.set(usage: usage, of: scalingGroup)
        case .agent(let agent, let rules): scheduler.set(agent, rules: rules)
        case .agentGone(let agent): scheduler.remove(agent: agent)
        case .waits(let session): scheduler.enqueue(session)
        case .holds(let session): scheduler.hold(session)
        case .ended(let session):
            scheduler.withdraw(session)
            scheduler.release(session)
        }
    }

    /// Whether a scaling group may be scheduled in another way from now on.
    var changesRules: Bool {
        if case .options = self { return true }
        return false
    }
}
