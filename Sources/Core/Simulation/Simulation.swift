/// Replays a trace: the production scheduler over simulated agents, with a virtual clock that goes from event to event.
///
/// Sessions start the moment they are placed and end after their run time, or when the scheduler ends them.
public struct Simulation: Sendable {
    /// What happens to a session of the trace.
    private struct Event: Comparable {
        let time: UnixTime
        /// What ends comes before what is submitted at the same moment.
        let isSubmission: Bool
        let index: Int
        /// Which start of the session it belongs to; one that has been ended meanwhile means nothing.
        let round: Int

        static func < (left: Event, right: Event) -> Bool {
            if left.time != right.time { return left.time < right.time }
            if left.isSubmission != right.isSubmission { return right.isSubmission }
            return left.index < right.index
        }
    }

    private static let scalingGroup = "default"

    /// The submissions.
    public let trace: Trace
    /// The agents.
    public let cluster: SimulatedCluster
    /// How they are scheduled.
    public let options: SchedulingOptions

    /// The scheduler as it is now.
    public private(set) var scheduler = Scheduler()
    /// The present moment.
    public private(set) var now = UnixTime(microseconds: 0)
    /// What has become of each submission so far.
    public private(set) var records: [SimulatedSession]

    private var ends = Heap<Event>()
    private var submitted = 0
    /// For how long submissions held what they had asked for, in the order of their ends.
    private(set) var runs: [SimulatedRun] = []
    private var promises: PromiseBook
    private var usage: UsageBook

    /// A simulation that has not begun.
    ///
    /// - Parameters:
    ///   - trace: The submissions.
    ///   - cluster: The agents.
    ///   - options: How they are scheduled. A session whose place was taken waits again, if so.
    public init(_ trace: Trace, on cluster: SimulatedCluster, options: SchedulingOptions = SchedulingOptions()) {
        self.trace = trace
        self.cluster = cluster
        self.options = options
        records = trace.sessions.map { _ in SimulatedSession() }
        promises = PromiseBook(options.sequencer)
        usage = UsageBook(trace, cluster)
        scheduler.set(options, of: Simulation.scalingGroup)
        for agent in cluster.snapshots { scheduler.set(agent) }
    }

    /// Goes on to the next moment at which something happens, and lets the scheduler decide.
    ///
    /// - Returns: The submissions that are new, by their place in the trace; nil when nothing will happen any more.
    public mutating func advance() -> Range<Int>? {
        let arrival = submitted < trace.sessions.count ? trace.sessions[submitted].submitted : .never
        let next = min(min(arrival, ends.first?.time ?? .never), max(scheduler.nextWake, now))
        guard next != .never else { return nil }
        now = next
        if options.sequencer == .fairShare { usage.tell(&scheduler, at: now) }
        while let event = ends.first, event.time <= now {
            _ = ends.removeFirst()
            if records[event.index].starts == event.round, records[event.index].isRunning {
                end(event.index, .finished)
            }
        }
        let first = submitted
        while submitted < trace.sessions.count, trace.sessions[submitted].submitted <= now {
            scheduler.enqueue(pending(submitted, since: now))
            submitted += 1
        }
        decide()
        return first..<submitted
    }

    /// Goes on to the end.
    public mutating func run() -> SimulationReport {
        while advance() != nil {}
        return report
    }

    /// What can be said of what has happened so far.
    public var report: SimulationReport {
        SimulationReport(trace, cluster, records, runs, promises.report)
    }

    /// The place of a session of the scheduler in the trace.
    public static func index(of session: SessionID) -> Int { Int(session.rawValue.dropFirst()) ?? 0 }

    /// The session that the scheduler knows for a place in the trace; names compare as places do.
    public static func session(_ index: Int) -> SessionID {
        let digits = String(index)
        return SessionID(rawValue: "s" + String(repeating: "0", count: max(10 - digits.count, 0)) + digits)
    }

    /// A submission as the scheduler is told of it.
    func pending(_ index: Int, since: UnixTime) -> PendingSession {
        let (session, id) = (trace.sessions[index], Simulation.session(index))
        return PendingSession(
            id: id,
            holder: SessionHolder(
                keypair: AccessKey(rawValue: session.user), user: session.user, group: session.group, domain: "default"),
            kernels: (0..<session.kernels).map { number in
                KernelRequest(
                    kernel: KernelID(rawValue: "k\(number)-\(id)"), architecture: "x86_64", slots: session.slots)
            },
            mode: session.mode, priority: session.priority, since: since, timeLimit: session.limit?.seconds,
            isPreemptible: session.isPreemptible)
    }

    /// Lets the scheduler decide until it has nothing more to end.
    private mutating func decide() {
        while true {
            let plan = scheduler.plan(at: now)
            let kept = scheduler.reservation(in: Simulation.scalingGroup)
            for placement in plan.placements { start(placement.session, past: kept) }
            promises.note(plan, kept, at: now, trace)
            for cancellation in plan.cancellations {
                records[Simulation.index(of: cancellation.session)].outcome = .givenUp
            }
            for ending in plan.endings {
                let index = Simulation.index(of: ending.session)
                guard case .preempted(_, let isRequeued) = ending.reason else {
                    end(index, .atLimit)
                    continue
                }
                end(index, .preempted)
                guard isRequeued else { continue }
                records[index].outcome = nil
                scheduler.enqueue(pending(index, since: now))
            }
            if plan.endings.isEmpty { return }
        }
    }

    private mutating func start(_ session: HeldSession, past kept: Scheduler.KeptRoom?) {
        let index = Simulation.index(of: session.id)
        records[index].starts += 1
        records[index].started = now
        if let head = kept.map({ Simulation.index(of: $0.session) }) {
            records[index].hasPassed =
                head < index && trace.sessions[index].priority <= trace.sessions[head].priority
        }
        usage.start(index, at: now)
        let end = now.adding(trace.sessions[index].runTime)
        // What runs longer than it may is ended by the scheduler.
        guard end <= session.endsBy else { return }
        ends.insert(Event(time: end, isSubmission: false, index: index, round: records[index].starts))
    }

    private mutating func end(_ index: Int, _ outcome: SimulatedSession.Outcome) {
        scheduler.release(Simulation.session(index))
        runs.append(SimulatedRun(index: index, times: (records[index].started ?? now)..<now))
        records[index].ended = now
        records[index].outcome = outcome
        usage.end(index, at: now)
    }
}
