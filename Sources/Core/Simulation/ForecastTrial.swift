/// Asks for forecasts while a trace is replayed, and compares them with what happens.
///
/// Estimates know what has ended and what has been submitted until then, nothing else. Asked about are sessions that do not
/// start at once, in the moment after the cycle in which they were new.
public struct ForecastTrial: Sendable {
    /// One answer.
    private struct Answer {
        let index: Int
        let asked: UnixTime
        let band: StartBand
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
        var answers: [Answer] = []
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
                if let band { answers.append(Answer(index: index, asked: simulation.now, band: band)) }
            }
        }
        return (simulation.report, report(on: answers))
    }

    private func report(on answers: [Answer]) -> ForecastReport {
        var report = ForecastReport()
        var (widths, errors): ([Double], [Double]) = ([], [])
        for answer in answers {
            guard let started = simulation.records[answer.index].started else { continue }
            report.asked += 1
            let band = answer.band
            report.withinHalf += band.half.contains(started) ? 1 : 0
            report.withinWide += band.wide.contains(started) ? 1 : 0
            report.early += started < band.wide.from ? 1 : 0
            report.openEnded += band.wide.to == nil ? 1 : 0
            if let to = band.wide.to { widths.append(to.since(band.wide.from).inSeconds) }
            if let median = band.median { errors.append(abs(started.since(median).inSeconds)) }
        }
        report.width = Distribution(widths)
        report.error = Distribution(errors)
        return report
    }
}

/// What became of forecasts.
public struct ForecastReport: Sendable, Equatable {
    /// How many there were.
    public internal(set) var asked = 0
    /// How many sessions started within the band of 50 %.
    public internal(set) var withinHalf = 0
    /// How many started within the band of 90 %.
    public internal(set) var withinWide = 0
    /// How many started before the band of 90 %; what is missing in all started after it.
    public internal(set) var early = 0
    /// How many bands of 90 % had no end.
    public internal(set) var openEnded = 0
    /// How wide the others were, in seconds.
    public internal(set) var width = Distribution([])
    /// How far sessions started from the median, in seconds.
    public internal(set) var error = Distribution([])

    /// The part that started within the band of 90 %.
    public var coverage90: Double { asked > 0 ? Double(withinWide) / Double(asked) : 0 }
    /// The part that started within the band of 50 %.
    public var coverage50: Double { asked > 0 ? Double(withinHalf) / Double(asked) : 0 }
}
