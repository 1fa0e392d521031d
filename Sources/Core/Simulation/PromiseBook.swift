/// Compares when room was promised to sessions that had to wait with when they started.
///
/// A promise is what a reservation says of its start, the earliest that it ever said. It is void when a session starts, or
/// gets the room kept, that comes before by the scaling group's own order: one of a higher priority, say.
struct PromiseBook: Sendable {
    /// How promises were kept.
    struct Report: Sendable, Equatable {
        /// How many sessions started no later than promised.
        var kept = 0
        /// How many promises became void.
        var void = 0
        /// By how much the others were late.
        var delays: [Duration] = []
    }

    private let sequencer: Sequencer
    private var promises: [Int: UnixTime] = [:]
    private(set) var report = Report()

    init(_ sequencer: Sequencer) {
        self.sequencer = sequencer
    }

    /// Notes what a cycle did and promised.
    mutating func note(_ plan: Plan, _ kept: Scheduler.KeptRoom?, at now: UnixTime, _ trace: Trace) {
        let placed = plan.placements.map { Simulation.index(of: $0.session.id) }
        for index in placed {
            guard let promised = promises.removeValue(forKey: index) else { continue }
            if now > promised { report.delays.append(now.since(promised)) } else { report.kept += 1 }
        }
        let head = kept.map { Simulation.index(of: $0.session) }
        for index in promises.keys.sorted()
        where (placed + (head.map { [$0] } ?? [])).contains(where: { precedes($0, index, trace) }) {
            promises[index] = nil
            report.void += 1
        }
        guard let kept, let head, kept.start != .never else { return }
        promises[head] = min(promises[head] ?? .never, kept.start)
    }

    /// Whether one session comes before another by the order that the scaling group has.
    private func precedes(_ left: Int, _ right: Int, _ trace: Trace) -> Bool {
        if left == right { return false }
        let (first, second) = (trace.sessions[left], trace.sessions[right])
        if first.priority != second.priority { return first.priority > second.priority }
        return switch sequencer {
        case .fifo: left < right
        case .lifo: first.submitted > second.submitted || first.submitted == second.submitted && left < right
        case .drf, .fairShare: first.user != second.user || left < right
        }
    }
}
