/// What a simulation has shown.
public struct SimulationReport: Sendable, Equatable {
    /// How many submissions there were.
    public let sessions: Int
    /// How many were left out of the trace when it was read.
    public let skipped: Int
    /// How many started.
    public let started: Int
    /// How many never could, as no agents are large enough; or had not when nothing happened any more.
    public let neverStarted: Int
    /// How many were ended at their limit.
    public let endedAtLimit: Int
    /// How many times a session lost its place to another one.
    public let preemptions: Int
    /// How many started while room was kept for one that had been submitted earlier.
    public let passed: Int

    /// From submission to the last start, in seconds.
    public let waiting: Distribution
    /// (waiting + running) / running, where running counts as 10 s at least, and no result is less than 1.
    public let slowdown: Distribution

    /// From the first submission to the last: where utilisation is measured.
    public let window: Duration
    /// From the first submission to the last end.
    public let makespan: Duration
    /// Within the window, the part of each slot that was held.
    public let utilisation: [SlotName: Double]
    /// The work that was submitted as a part of what the cluster could have done in the window, of each slot.
    public let offered: [SlotName: Double]

    /// Jain's index over users of their mean slowdown.
    public let slowdownFairness: Double
    /// Jain's index over users of what they got done in the window, as a part of what they submitted: by dominant shares.
    public let serviceFairness: Double

    /// How many sessions for which room was kept started no later than was promised.
    public let promisesKept: Int
    /// How many promises became void, as a session came that precedes.
    public let promisesVoid: Int
    /// By how much others were late, in seconds; there must be none.
    public let delays: Distribution

    init(
        _ trace: Trace, _ cluster: SimulatedCluster, _ records: [SimulatedSession], _ runs: [SimulatedRun],
        _ promises: PromiseBook.Report
    ) {
        sessions = trace.sessions.count
        skipped = trace.skipped
        started = records.count { $0.starts > 0 }
        neverStarted = records.count { $0.starts == 0 }
        endedAtLimit = records.count { $0.outcome == .atLimit }
        preemptions = records.reduce(0) { sum, record in
            sum + max(record.starts - 1, 0) + (record.outcome == .preempted ? 1 : 0)
        }
        passed = records.count(where: \.hasPassed)
        promisesKept = promises.kept
        promisesVoid = promises.void
        delays = Distribution(promises.delays.map(\.inSeconds))

        var (waits, slowdowns): ([Double], [Double]) = ([], [])
        var ofUser: [String: (slowdown: Double, count: Double)] = [:]
        for (session, record) in zip(trace.sessions, records) {
            guard let started = record.started else { continue }
            let (wait, ran) = (started.since(session.submitted), record.ended?.since(started) ?? session.runTime)
            let slowdown = max(1, (wait.inSeconds + ran.inSeconds) / max(ran.inSeconds, 10))
            waits.append(wait.inSeconds)
            slowdowns.append(slowdown)
            let sum = ofUser[session.user] ?? (0, 0)
            ofUser[session.user] = (sum.slowdown + slowdown, sum.count + 1)
        }
        waiting = Distribution(waits)
        slowdown = Distribution(slowdowns)
        // In the order of names, so that sums are the same at each run.
        slowdownFairness = Distribution.fairness(of: ofUser.sorted { $0.key < $1.key }.map { $1.slowdown / $1.count })

        let first = trace.sessions.first?.submitted ?? UnixTime(microseconds: 0)
        let last = trace.sessions.last?.submitted ?? first
        window = last.since(first)
        makespan = (records.lazy.compactMap(\.ended).max() ?? first).since(first)
        let work = Work(trace, cluster, runs, in: first..<last)
        utilisation = work.utilisation
        offered = work.offered
        serviceFairness = Distribution.fairness(of: work.service)
    }
}

/// The work that was submitted and done.
private struct Work {
    var utilisation: [SlotName: Double] = [:]
    var offered: [SlotName: Double] = [:]
    /// For each user, in the order of names, what was done of what he submitted.
    var service: [Double] = []

    init(_ trace: Trace, _ cluster: SimulatedCluster, _ runs: [SimulatedRun], in window: Range<UnixTime>) {
        var (done, asked): ([SlotName: Double], [SlotName: Double]) = ([:], [:])
        var users: [String: (done: Double, asked: Double)] = [:]
        for session in trace.sessions {
            let span = session.limit.map { min(session.runTime, .seconds($0.seconds)) } ?? session.runTime
            asked.add(session, for: span)
            users[session.user, default: (0, 0)].asked += cluster.dominantShare(of: session) * span.inSeconds
        }
        for run in runs {
            let session = trace.sessions[run.index]
            let span = run.times.clamped(to: window)
            guard !span.isEmpty else { continue }
            let length = span.upperBound.since(span.lowerBound)
            done.add(session, for: length)
            users[session.user, default: (0, 0)].done += cluster.dominantShare(of: session) * length.inSeconds
        }
        let length = window.upperBound.since(window.lowerBound).inSeconds
        for slot in cluster.each.names where length > 0 && cluster.capacity(of: slot) > 0 {
            let capacity = cluster.capacity(of: slot) * length
            utilisation[slot] = (done[slot] ?? 0) / capacity
            offered[slot] = (asked[slot] ?? 0) / capacity
        }
        service = users.sorted { $0.key < $1.key }.map { $1.asked > 0 ? $1.done / $1.asked : 1 }
    }
}

extension [SlotName: Double] {
    /// Adds what a session holds in a time.
    fileprivate mutating func add(_ session: TraceSession, for span: Duration) {
        for (slot, amount) in session.slots.amounts {
            self[slot, default: 0] +=
                Double(amount.thousandths) * Double(session.kernels) * span.inSeconds
        }
    }
}
