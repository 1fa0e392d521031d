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

    @Test("a simulation has the same result at each run")
    func repeated() {
        #expect(
            Self.report(5, .drf, allowsBackfill: true) == Self.report(5, .drf, allowsBackfill: true))
    }

    @Test("bands of 90 % hold for about that many sessions")
    func coverage() {
        let trace = TraceModel(cluster: Self.cluster).trace(of: 400, seed: 1)
        var trial = ForecastTrial(
            Simulation(trace, on: Self.cluster), every: 20, effort: .init(replays: 19, moments: 19 * 400))
        let forecast = trial.run().forecast

        #expect(forecast.asked >= 10, "\(forecast.asked)")
        #expect(forecast.coverage90 >= 0.7)
        // A band without an end would hold for anything.
        #expect(forecast.openEnded * 4 <= forecast.asked)
        #expect(forecast.width.median < 100_000)
    }
}
