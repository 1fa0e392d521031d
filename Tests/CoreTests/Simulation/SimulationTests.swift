import Testing

@testable import Core

@Suite("Simulation")
struct SimulationTests {
    private static func session(
        _ name: String, at submitted: Int64, cpu: Int64, kernels: Int = 1, run: Int64, limit: Int64? = nil,
        user: String = "user", priority: Int = 10, isPreemptible: Bool = false
    ) -> TraceSession {
        TraceSession(
            name: name, submitted: UnixTime(microseconds: submitted * 1_000_000), user: user, kernels: kernels,
            slots: ResourceSlots([.cpu: Quantity(cpu)]), runTime: .seconds(run),
            limit: limit.map(TimeSpan.init(seconds:)), priority: priority, isPreemptible: isPreemptible)
    }

    private static func starts(_ simulation: Simulation) -> [Int64?] {
        simulation.records.map { $0.started.map { $0.microseconds / 1_000_000 } }
    }

    /// Two agents of four cores: `c` needs both, `d` has ended by then, `e` might not have.
    private static let five = Trace([
        session("a", at: 0, cpu: 4, run: 100, limit: 100), session("b", at: 0, cpu: 2, run: 50, limit: 60),
        session("c", at: 10, cpu: 4, kernels: 2, run: 10, limit: 20), session("d", at: 20, cpu: 2, run: 30, limit: 80),
        session("e", at: 30, cpu: 2, run: 10, limit: 100),
    ])

    @Test("every figure of a small trace is what one gets by hand")
    func figures() {
        var simulation = Simulation(Self.five, on: SimulatedCluster(agents: 2, cores: 4))
        let report = simulation.run()

        #expect(Self.starts(simulation) == [0, 0, 100, 20, 110])
        #expect(report.started == 5 && report.neverStarted == 0 && report.passed == 1)
        #expect(report.waiting.mean == 34 && report.waiting.median == 0 && report.waiting.maximum == 90)
        #expect(report.slowdown.mean == 4.4 && report.slowdown.maximum == 10)
        #expect(report.window == .seconds(30) && report.makespan == .seconds(120))
        // 4 × 30 + 2 × 30 + 2 × 10 of 8 × 30.
        #expect(report.utilisation == [.cpu: 200.0 / 240])
        // 400 + 100 + 80 + 60 + 20 of 240.
        #expect(report.offered == [.cpu: 660.0 / 240])
        // `c` at 100, and `e`, which might have had to wait for its limit of 20.
        #expect(report.promisesKept == 2 && report.delays.count == 0)
    }

    @Test("without back-fill nobody passes")
    func noBackfill() {
        var simulation = Simulation(
            Self.five, on: SimulatedCluster(agents: 2, cores: 4), options: SchedulingOptions(allowsBackfill: false))
        let report = simulation.run()

        #expect(Self.starts(simulation) == [0, 0, 100, 110, 110])
        #expect(report.passed == 0)
    }

    @Test("a session ends at its limit if it would run longer")
    func limit() {
        var simulation = Simulation(
            Trace([Self.session("a", at: 5, cpu: 1, run: 1000, limit: 60), Self.session("b", at: 6, cpu: 1, run: 7)]),
            on: SimulatedCluster(agents: 1, cores: 1))
        let report = simulation.run()

        #expect(Self.starts(simulation) == [5, 65])
        #expect(report.endedAtLimit == 1 && report.makespan == .seconds(67))
        #expect(simulation.records.map(\.outcome) == [.atLimit, .finished])
    }

    @Test("what no agents could ever run never starts, and stops nobody")
    func impossible() {
        var simulation = Simulation(
            Trace([
                Self.session("large", at: 0, cpu: 9, run: 1), Self.session("many", at: 0, cpu: 8, kernels: 3, run: 1),
                Self.session("small", at: 1, cpu: 8, kernels: 2, run: 5),
            ]), on: SimulatedCluster(agents: 2, cores: 8))
        let report = simulation.run()

        #expect(Self.starts(simulation) == [nil, nil, 1])
        #expect(report.neverStarted == 2)
    }

    @Test(
        "a preemptible session gives way, and begins anew where that is so",
        arguments: [
            (SchedulingOptions.Preemption.off, [0, 100], 0), (.terminate, [0, 10], 1), (.requeue, [15, 10], 1),
        ])
    func preemption(preemption: SchedulingOptions.Preemption, starts: [Int64?], count: Int) {
        var simulation = Simulation(
            Trace([
                Self.session("low", at: 0, cpu: 4, run: 100, isPreemptible: true),
                Self.session("urgent", at: 10, cpu: 4, run: 5, priority: 50),
            ]), on: SimulatedCluster(agents: 1, cores: 4), options: SchedulingOptions(preemption: preemption))
        let report = simulation.run()

        #expect(Self.starts(simulation) == starts)
        #expect(report.preemptions == count)
    }

    @Test("a trace of nothing has an empty report, and sessions of no length at all run")
    func edges() {
        var nothing = Simulation(Trace([]), on: SimulatedCluster(agents: 1, cores: 1))
        #expect(nothing.run().makespan == .zero)
        var short = Simulation(
            Trace((0..<10).map { Self.session("\($0)", at: 0, cpu: 1, run: 0) }),
            on: SimulatedCluster(agents: 1, cores: 1))
        let report = short.run()
        #expect(report.started == 10 && report.makespan == .zero)
    }

    @Test("a session as large as the cluster among a thousand of one core is not starved, whichever comes first")
    func starvation() {
        let cluster = SimulatedCluster(agents: 10, cores: 10)
        func small(_ number: Int, at submitted: Int64) -> TraceSession {
            Self.session("small\(number)", at: submitted, cpu: 1, run: 30 + Int64(number % 50), limit: 100)
        }
        let large = Self.session("large", at: 1, cpu: 10, kernels: 10, run: 60, limit: 60)
        // 100 run from the beginning; the large one is next, and a thousand more come behind it.
        var first = Simulation(
            Trace((0..<100).map { small($0, at: 0) } + [large] + (100..<1000).map { small($0, at: 2) }), on: cluster)
        let firstReport = first.run()
        #expect(Self.starts(first)[100] == 79)
        #expect(firstReport.started == 1001 && firstReport.delays.count == 0)

        // A thousand are there before it, and one more comes every second.
        var last = Simulation(
            Trace((0..<1000).map { small($0, at: 0) } + [large] + (1000..<1300).map { small($0, at: Int64($0) - 998) }),
            on: cluster)
        let lastReport = last.run()
        let before = Self.starts(last)[..<1000].compactMap { $0 }.max() ?? 0
        let start = Self.starts(last)[1000] ?? .max
        // It waits for those that were there before it, and for the last of them to end: nobody else.
        #expect(start >= before && start <= before + 100)
        #expect(lastReport.delays.count == 0 && lastReport.started == 1301)
    }

    @Test(
        "a large session without reservation would wait for as long as small ones come: that is what back-fill off is")
    func order() {
        var simulation = Simulation(
            Trace([
                Self.session("r", at: 0, cpu: 1, run: 50), Self.session("large", at: 1, cpu: 4, run: 5),
                Self.session("s", at: 2, cpu: 1, run: 5, limit: 5),
            ]), on: SimulatedCluster(agents: 1, cores: 4), options: SchedulingOptions(allowsBackfill: false))
        _ = simulation.run()

        #expect(Self.starts(simulation) == [0, 50, 55])
    }
}
