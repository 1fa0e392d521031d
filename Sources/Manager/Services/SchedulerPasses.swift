import Core
import Synchronization

/// What makes the scheduler look at the waiting sessions: `trigger_event` on the wire.
enum SchedulingTrigger: String, Sendable {
    case sessionEnqueued = "session_enqueued"
    case sessionTerminated = "session_terminated"
    case agentStarted = "agent_started"
    case schedule = "do_schedule"
    case prepare = "do_prepare"
}

/// When the scheduler worked last, for administrators who look.
final class SchedulerPasses: Sendable {
    /// One pass.
    struct Pass: Sendable {
        let trigger: SchedulingTrigger
        /// Microseconds since 1970, like ``finished``.
        let began: Int64
        let finished: Int64
    }

    private let passes = Mutex<[Kind: Pass]>([:])

    /// What a pass did.
    enum Kind: String, Sendable, CaseIterable {
        /// Decided which sessions start where.
        case schedule
        /// Told agents to start what was decided.
        case prepare
    }

    /// A pass has come to its end.
    func note(_ kind: Kind, _ trigger: SchedulingTrigger, since began: Int64) {
        let pass = Pass(trigger: trigger, began: began, finished: Timestamp.now())
        passes.withLock { $0[kind] = pass }
    }

    /// The last pass of each kind; none of a kind before the first.
    var last: [Kind: Pass] { passes.withLock { $0 } }
}
