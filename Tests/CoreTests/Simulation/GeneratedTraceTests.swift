import Testing

@testable import Core

/// A few small traces of the model; `make bench` takes seeds 1 to 20 of the usual cluster.
@Suite("Generated traces")
struct GeneratedTraceTests {
    private static let cluster = SimulatedCluster(agents: 2, cores: 16)

    private static func report(
        _ seed: UInt64, _ sequencer: Sequencer, allowsBackfill: Bool
    ) -> SimulationReport {
        var simulation = Simulation(
            TraceModel(cluster: cluster).trace(of: 400, seed: seed), on: cluster,
            options: SchedulingOptions(sequencer: sequencer, allowsBackfill: allowsBackfill))
        return simulation.run()
    }

    @Test("back-fill makes use of at least 15 points more of the cluster", arguments: [1, 2, 3] as [UInt64])
    func gain(seed: UInt64) {
        let (with, without) = (
            Self.report(seed, .fifo, allowsBackfill: true), Self.report(seed, .fifo, allowsBackfill: false)
        )

        #expect((with.utilisation[.cpu] ?? 0) - (without.utilisation[.cpu] ?? 0) >= 0.15)
        #expect(with.passed > 100 && without.passed == 0)
    }

    @Test("no reserved start is late, and every session starts, whoever comes first", arguments: Sequencer.allCases)
    func promises(sequencer: Sequencer) {
        for seed in 1...3 as ClosedRange<UInt64> {
            let report = Self.report(seed, sequencer, allowsBackfill: true)

            #expect(report.delays.count == 0 && report.started == 400, "seed \(seed)")
            #expect(report.promisesKept > 20)
            if sequencer == .fifo { #expect(report.promisesVoid == 0) }
        }
    }

    @Test(
        "it is not even where all run for exactly as long as they say, so that what delays a start cannot be made up for"
    )
    func exactLimits() {
        for seed in 1...5 as ClosedRange<UInt64> {
            let sessions = TraceModel(cluster: Self.cluster).trace(of: 300, seed: seed).sessions.map { session in
                var exact = session
                exact.runTime = .seconds(session.runTime.inSeconds.rounded(.up))
                exact.limit = TimeSpan(seconds: exact.runTime.components.seconds)
                return exact
            }
            var simulation = Simulation(Trace(sessions), on: Self.cluster)
            let report = simulation.run()

            #expect(report.delays.count == 0 && report.promisesKept > 20, "seed \(seed): \(report.delays)")
        }
    }

    @Test("a simulation has the same result at each run")
    func repeated() {
        #expect(
            Self.report(5, .drf, allowsBackfill: true) == Self.report(5, .drf, allowsBackfill: true))
    }

    @Test("bands of 90 % hold for about that many sessions")
    func coverage() {
        // A short queue, so that replays are short as well.
        let trace = TraceModel(cluster: Self.cluster, load: 0.6).trace(of: 600, seed: 2)
        var trial = ForecastTrial(
            Simulation(trace, on: Self.cluster), every: 18, effort: .init(replays: 19, moments: 19 * 150))
        let forecast = trial.run().forecast

        #expect(forecast.asked >= 8, "\(forecast.asked)")
        #expect(forecast.coverage90 >= 0.7, "\(forecast.coverage90)")
        // A band without an end would hold for anything.
        #expect(forecast.openEnded * 4 <= forecast.asked, "\(forecast.openEnded) of \(forecast.asked)")
        #expect(forecast.width.median < 100_000, "\(forecast.width)")
    }
}
