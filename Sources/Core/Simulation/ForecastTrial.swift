/// Asks for forecasts while a trace is replayed, and compares them with what happens.
///
/// Estimates know what has ended and what has been submitted until then, nothing else. Asked about are sessions that do not
/// start at once, in the moment after the cycle in which they were new.
public struct ForecastTrial: Sendable {
    /// One answer.
    public struct Answer: Sendable, Equatable {
        /// The place in the trace of the session that was asked about.
        public let index: Int
        /// When.
        public let asked: UnixTime
        /// What was answered.
        public let band: StartBand
        /// When it did start; nil when it never did.
        public let started: UnixTime?
    }

    private var simulation: Simulation
    private let stride: Int
    private let effort: Forecast.Effort
    private var runTimes = RunTimeEstimates()
    private var arrivals = ArrivalEstimates()

    /// A trial that has not begun.
    ///
    /// - Parameters:
    ///   - simulation: What is replayed, from its beginning.
    ///   - stride: Every so many-th session that has to wait is asked about.
    ///   - effort: How much is done for each answer.
    public init(_ simulation: Simulation, every stride: Int, effort: Forecast.Effort = .usual) {
        self.simulation = simulation
        self.stride = max(stride, 1)
        self.effort = effort
    }

    /// Replays everything.
    ///
    /// - Returns: What the simulation has shown, and what became of the forecasts.
    public mutating func run() -> (simulation: SimulationReport, forecast: ForecastReport) {
        var asked: [(index: Int, at: UnixTime, band: StartBand)] = []
        var (ended, waited) = (0, 0)
        let trace = simulation.trace
        while let submitted = simulation.advance() {
            for run in simulation.runs[ended...] {
                let session = trace.sessions[run.index]
                runTimes.learn(
                    user: session.user, image: session.image, ran: run.times.upperBound.since(run.times.lowerBound),
                    limit: session.limit)
            }
            ended = simulation.runs.count
            for index in submitted {
                let session = simulation.pending(index, since: simulation.now)
                arrivals.learn(session, image: trace.sessions[index].image)
                guard simulation.records[index].starts == 0 else { continue }
                waited += 1
                // Nothing can be said before something has been learned.
                guard waited % stride == 0, index * 20 > trace.sessions.count else { continue }
                let band = Forecast(runTimes: runTimes, arrivals: arrivals).start(
                    of: session.id, in: simulation.scheduler, at: simulation.now, effort: effort
                ) { id in
                    // Submissions that a replay makes up are known to it.
                    id.rawValue.hasPrefix("s") ? trace.sessions[Simulation.index(of: id)].image : ""
                }
                if let band { asked.append((index, simulation.now, band)) }
            }
        }
        let answers = asked.map { index, moment, band in
            Answer(index: index, asked: moment, band: band, started: simulation.records[index].started)
        }
        return (simulation.report, ForecastReport(answers))
    }
}

/// What became of forecasts.
public struct ForecastReport: Sendable, Equatable {
    /// Those about sessions that started.
    public let answers: [ForecastTrial.Answer]
    /// How many sessions started within the band of 50 %.
    public let withinHalf: Int
    /// How many started within the band of 90 %.
    public let withinWide: Int
    /// How many started before the band of 90 %; what is missing in all started after it.
    public let early: Int
    /// How many bands of 90 % had no end.
    public let openEnded: Int
    /// How wide the others were, in seconds.
    public let width: Distribution
    /// How far sessions started from the median, in seconds.
    public let error: Distribution

    init(_ all: [ForecastTrial.Answer]) {
        answers = all.filter { $0.started != nil }
        let pairs = answers.compactMap { answer in answer.started.map { (band: answer.band, started: $0) } }
        withinHalf = pairs.count { $0.band.half.contains($0.started) }
        withinWide = pairs.count { $0.band.wide.contains($0.started) }
        early = pairs.count { $0.started < $0.band.wide.from }
        openEnded = pairs.count { $0.band.wide.to == nil }
        width = Distribution(pairs.compactMap { $0.band.wide.to?.since($0.band.wide.from).inSeconds })
        error = Distribution(
            pairs.compactMap { pair in pair.band.median.map { abs(pair.started.since($0).inSeconds) } })
    }

    /// How many there were.
    public var asked: Int { answers.count }
    /// The part that started within the band of 90 %.
    public var coverage90: Double { asked > 0 ? Double(withinWide) / Double(asked) : 0 }
    /// The part that started within the band of 50 %.
    public var coverage50: Double { asked > 0 ? Double(withinHalf) / Double(asked) : 0 }
}
