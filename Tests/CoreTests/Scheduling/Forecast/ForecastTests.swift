import Testing

@testable import Core

@Suite("Forecast")
struct ForecastTests {
    private typealias Trial = TrialCluster

    /// What is known when sessions of `u-o` always run for half of their limit.
    private static func halves() -> RunTimeEstimates {
        var estimates = RunTimeEstimates()
        for limit in stride(from: 50, through: 800, by: 10) as StrideThrough<Int64> {
            estimates.learn(
                user: "u-o", image: "python", ran: .milliseconds(limit * 500), limit: TimeSpan(seconds: limit))
        }
        return estimates
    }

    private static func start(
        of session: String, in trial: Trial, _ estimates: RunTimeEstimates, _ effort: Forecast.Effort = .usual
    ) -> StartBand? {
        Forecast(runTimes: estimates).start(
            of: SessionID(rawValue: session), in: trial.scheduler, at: Trial.time(trial.now), effort: effort
        ) { _ in "python" }
    }

    @Test("a session is expected when those before it are, which their limits would only promise later")
    func expected() throws {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([
            Trial.session("r", cpu: 4, limit: 200), Trial.session("next", cpu: 4, since: 1, limit: 100),
            Trial.session("asked", cpu: 4, since: 2, limit: 300),
        ])
        #expect(trial.reservation?.start == 1200)

        let next = try #require(Self.start(of: "next", in: trial, Self.halves()))
        #expect(next.median == Trial.time(1100))
        #expect(next.wide.contains(Trial.time(1100)) && next.wide.to ?? .never <= Trial.time(1200))
        let asked = try #require(Self.start(of: "asked", in: trial, Self.halves()))
        #expect(asked.median == Trial.time(1150))
        #expect(asked.wide.from <= asked.half.from && asked.half.to ?? .never <= asked.wide.to ?? .never)
    }

    @Test("what has run already counts")
    func elapsed() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("r", cpu: 4, limit: 200), Trial.session("next", cpu: 4, since: 1)])
        trial.now = 1150

        // Half of the limit is over, so what is left is anything up to it.
        let band = Self.start(of: "next", in: trial, Self.halves())
        #expect(band?.wide.from ?? .never >= Trial.time(1150))
        #expect(band?.wide.to ?? .never <= Trial.time(1200))
    }

    @Test("a session that does not wait has no forecast")
    func none() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("r", cpu: 4)])

        #expect(Self.start(of: "r", in: trial, Self.halves()) == nil)
        #expect(Self.start(of: "nobody", in: trial, Self.halves()) == nil)
    }

    @Test("where nothing is known of what runs, nothing is foreseen")
    func unknown() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("r", cpu: 4), Trial.session("next", cpu: 4, since: 1)])

        let band = Self.start(of: "next", in: trial, RunTimeEstimates())
        #expect(band?.median == nil && band?.wide == StartBand.Span(from: Trial.time(1000), to: nil))
    }

    @Test("what lies beyond the effort is later than that")
    func horizon() {
        var trial = Trial([Trial.agent("a", cpu: 1)])
        _ = trial.plan((0..<100).map { Trial.session("s\(100 + $0)", cpu: 1, since: Int64($0), limit: 100) })

        let band = Self.start(of: "s199", in: trial, Self.halves(), .init(replays: 19, moments: 19 * 10))
        #expect(band?.median == nil && band?.wide.to == nil)
        #expect(band?.wide.from ?? .never > Trial.time(1100))
        #expect(Self.start(of: "s104", in: trial, Self.halves(), .init(replays: 19, moments: 19 * 10))?.median != nil)
    }

    @Test("the same question has the same answer, and changes nothing")
    func repeated() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan((0..<30).map { Trial.session("s\(100 + $0)", cpu: 3, since: Int64($0), limit: 100) })
        let first = Self.start(of: "s120", in: trial, Self.halves())

        #expect(first != nil && first == Self.start(of: "s120", in: trial, Self.halves()))
        #expect(trial.plan().isEmpty)
    }

    @Test("submissions go on as they have come lately: those of a higher priority pass")
    func arrivals() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("r", cpu: 4, limit: 200), Trial.session("low", cpu: 4, priority: 0, since: 1)])
        var arrivals = ArrivalEstimates()
        for number in 0..<50 {
            arrivals.learn(
                Trial.session("u\(number)", cpu: 4, priority: 90, since: 20 * Int64(number), limit: 60), image: "python"
            )
        }
        func median(_ arrivals: ArrivalEstimates) -> UnixTime? {
            Forecast(runTimes: Self.halves(), arrivals: arrivals).start(
                of: SessionID(rawValue: "low"), in: trial.scheduler, at: Trial.time(1000),
                effort: .init(replays: 19, moments: 19 * 60)
            ) { _ in "python" }?.median
        }

        #expect(median(ArrivalEstimates()) == Trial.time(1100))
        // More is submitted than there is room for.
        #expect(median(arrivals) ?? .never > Trial.time(1250))
    }

    @Test("of many replays the second and the last but one enclose nine tenths")
    func bands() {
        let starts = (1...39).reversed().map { Trial.time($0) as UnixTime? }
        let band = StartBand(starts, horizon: Trial.time(99))
        #expect(band.median == Trial.time(20))
        #expect(band.half == .init(from: Trial.time(10), to: Trial.time(30)))
        #expect(band.wide == .init(from: Trial.time(2), to: Trial.time(38)))

        let open = StartBand(starts.map { $0.flatMap { $0 > Trial.time(15) ? nil : $0 } }, horizon: Trial.time(15))
        #expect(open.median == nil && open.wide == .init(from: Trial.time(2), to: nil))
        let unseen = StartBand(Array(repeating: nil, count: 39), horizon: Trial.time(7))
        #expect(unseen.wide == .init(from: Trial.time(7), to: nil))
    }
}
