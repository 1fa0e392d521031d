/// Foresees when a session that waits will start.
///
/// The scheduler itself is replayed from now on, several times, each time with other run times drawn from what is likely, and
/// with other submissions like the latest ones. Nothing that is foreseen ever decides who starts.
public struct Forecast: Sendable {
    /// How much is done for one answer.
    public struct Effort: Sendable {
        /// How many replays there are: 19 or more tell a band of 90 %.
        public let replays: Int
        /// How many moments all replays look at together; what starts later is beyond the horizon.
        public let moments: Int

        /// About how many agents a replay has at most; a larger scaling group is replayed in little.
        public let agents: Int

        /// The usual effort: some tenths of a second for a small scaling group.
        public static let usual = Effort(replays: 39, moments: 40_000)
        /// Less of everything, for an answer that somebody waits for: two tenths of a second for ten thousand agents with a hundred
        /// thousand sessions that wait.
        public static let quick = Effort(replays: 19, moments: 19 * 150, agents: 16)

        /// Describes an effort.
        public init(replays: Int, moments: Int, agents: Int = 24) {
            self.replays = replays
            self.moments = moments
            self.agents = agents
        }
    }

    /// What is known of run times.
    public let runTimes: RunTimeEstimates
    /// What is known of submissions.
    public let arrivals: ArrivalEstimates

    /// A forecast by what is known.
    public init(runTimes: RunTimeEstimates, arrivals: ArrivalEstimates = ArrivalEstimates()) {
        self.runTimes = runTimes
        self.arrivals = arrivals
    }

    /// When a session that waits is expected to start.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - scheduler: The scheduler for which it waits, which stays as it is.
    ///   - now: The present moment.
    ///   - effort: How much is done for it.
    ///   - image: Says which image a session runs.
    /// - Returns: The bands; nil for a session that does not wait, and for one that waits for a limit, its time or others among
    ///   more agents than can be replayed.
    public func start(
        of session: SessionID, in scheduler: Scheduler, at now: UnixTime, effort: Effort = .usual,
        image: @escaping (SessionID) -> String
    ) -> StartBand? {
        guard let row = scheduler.sessions.known(session), scheduler.waiting.contains(row) else { return nil }
        var seed = SplitMix64(seed: UInt64(bitPattern: now.microseconds) ^ UInt64(truncatingIfNeeded: session.tie))
        var (scheduler, part) = (scheduler, 1.0)
        if scheduler.isLarge {
            guard let small = scheduler.miniature(for: row, agents: effort.agents) else { return nil }
            (scheduler, part) = (small.scheduler, small.part)
        }
        var prospects = ForecastProspects(self, scheduler, at: now, part: part, image: image)
        var starts: [UnixTime?] = []
        var horizon = UnixTime.never
        for _ in 0..<max(effort.replays, 1) {
            var replay = ForecastReplay(prospects, scheduler, at: now, random: SplitMix64(seed: seed.next()))
            let start = replay.start(of: session, within: effort.moments / max(effort.replays, 1), &prospects)
            starts.append(start)
            if start == nil { horizon = min(horizon, replay.now) }
        }
        return StartBand(starts, horizon: horizon == .never ? now : horizon)
    }
}

extension Scheduler {
    /// Whether a replay of all there is takes too long.
    fileprivate var isLarge: Bool { pool.entries.count > 128 || waiting.count > 3200 }
}

/// What all replays of one forecast have in common.
struct ForecastProspects {
    /// How long each session that holds something will still hold it.
    let running: [(session: SessionID, distribution: RunTimeDistribution?)]
    /// How long sessions like the latest submissions run.
    let arriving: [RunTimeDistribution?]
    let arrivals: [ArrivalEstimates.Arrival]
    let meanInterval: Double?
    let runTimes: RunTimeEstimates
    private let image: (SessionID) -> String
    /// How long sessions run that wait now, as far as has been asked.
    private var waiting: [SessionID: RunTimeDistribution?] = [:]

    init(
        _ forecast: Forecast, _ scheduler: Scheduler, at now: UnixTime, part: Double,
        image: @escaping (SessionID) -> String
    ) {
        self.image = image
        runTimes = forecast.runTimes
        arrivals = forecast.arrivals.arrivals
        meanInterval = forecast.arrivals.meanInterval(until: now).map { $0 / part }
        arriving = arrivals.map { arrival in
            forecast.runTimes.remaining(
                user: arrival.session.holder.user, image: arrival.image,
                limit: arrival.session.timeLimit.map(TimeSpan.init(seconds:)))
        }
        // In the order of ids, so that the same question has the same answer.
        running = scheduler.heldSessions.sorted { $0.id < $1.id }.map { held in
            let distribution =
                held.isEnding
                ? RunTimeDistribution([], most: 0)
                : forecast.runTimes.remaining(
                    user: held.holder.user, image: image(held.id), limit: held.limit, elapsed: now.since(held.since))
            return (held.id, distribution)
        }
    }

    /// How long a session runs that starts in a replay.
    mutating func runTime(of session: HeldSession) -> RunTimeDistribution? {
        if let known = waiting[session.id] { return known }
        let distribution = runTimes.remaining(
            user: session.holder.user, image: image(session.id), limit: session.limit)
        waiting[session.id] = .some(distribution)
        return distribution
    }
}

extension HeldSession {
    /// After how long it is ended; nil is never.
    fileprivate var limit: TimeSpan? {
        endsBy == .never ? nil : TimeSpan(seconds: endsBy.since(since).components.seconds)
    }
}

/// One course that things may take.
struct ForecastReplay {
    private struct End: Comparable {
        let time: UnixTime
        let session: SessionID

        static func < (left: End, right: End) -> Bool {
            left.time != right.time ? left.time < right.time : left.session < right.session
        }
    }

    private let arrivals: [ArrivalEstimates.Arrival]
    private let meanInterval: Double?
    private var scheduler: Scheduler
    private var random: SplitMix64
    private var ends: Heap<End>
    private var nextArrival = UnixTime.never
    private var arrived = 0
    /// Of the sessions that have arrived in this replay, which submission they are like.
    private var models: [SessionID: Int] = [:]
    /// How far it has come.
    private(set) var now: UnixTime

    init(_ prospects: ForecastProspects, _ scheduler: Scheduler, at now: UnixTime, random: SplitMix64) {
        arrivals = prospects.arrivals
        meanInterval = prospects.meanInterval
        self.scheduler = scheduler
        self.now = now
        var random = random
        ends = Heap(
            prospects.running.compactMap { session, distribution in
                let draw = random.unit()
                return distribution.map { End(time: now.adding($0.quantile(draw)), session: session) }
            })
        self.random = random
        arrangeArrival()
    }

    /// When a session starts; nil when that is not within so many moments.
    mutating func start(
        of session: SessionID, within moments: Int, _ prospects: inout ForecastProspects
    ) -> UnixTime? {
        for _ in 0..<moments {
            let next = min(min(ends.first?.time ?? .never, nextArrival), max(scheduler.nextWake, now))
            guard next != .never else { return nil }
            now = next
            while let end = ends.first, end.time <= now {
                _ = ends.removeFirst()
                scheduler.release(end.session)
            }
            while nextArrival <= now { arrive() }
            while true {
                let plan = scheduler.plan(at: now)
                for placement in plan.placements {
                    if placement.session.id == session { return now }
                    start(placement.session, &prospects)
                }
                // What is given up never starts.
                if plan.cancellations.contains(where: { $0.session == session }) { return nil }
                for ending in plan.endings { scheduler.release(ending.session) }
                if plan.endings.isEmpty { break }
            }
        }
        return nil
    }

    private mutating func start(_ session: HeldSession, _ prospects: inout ForecastProspects) {
        let model = models.removeValue(forKey: session.id)
        guard let distribution = model.map({ prospects.arriving[$0] }) ?? prospects.runTime(of: session) else { return }
        ends.insert(End(time: now.adding(distribution.quantile(random.unit())), session: session.id))
    }

    private mutating func arrangeArrival() {
        guard let interval = meanInterval else { return }
        let gap = -(1 - random.unit()).naturalLogarithm * interval
        nextArrival = now.adding(.microseconds(Int64(min(gap, 1e10) * 1_000_000)))
    }

    private mutating func arrive() {
        let index = random.index(below: arrivals.count)
        let model = arrivals[index].session
        let id = SessionID(rawValue: "~\(arrived)")
        arrived += 1
        models[id] = index
        scheduler.enqueue(
            PendingSession(
                id: id, holder: model.holder, kernels: model.kernels, mode: model.mode,
                scalingGroup: model.scalingGroup,
                priority: model.priority, since: nextArrival, timeLimit: model.timeLimit,
                isPreemptible: model.isPreemptible))
        let moment = now
        now = nextArrival
        arrangeArrival()
        now = moment
    }
}
