import Testing

@testable import Core

@Suite("Scaling groups in little")
struct MiniatureTests {
    private typealias Trial = TrialCluster

    /// 400 agents of 4 cores, all taken for a limit of 100 to 499 s, with 800 sessions that wait.
    private static func large() -> TrialCluster {
        var trial = Trial((0..<400).map { Trial.agent("a\(1000 + $0)", cpu: 4) })
        trial.scheduler.set(ScopeLimits(sessions: 1), of: .keypair(AccessKey(rawValue: "limited")))
        _ = trial.plan((0..<400).map { Trial.session("r\(1000 + $0)", cpu: 4, limit: 100 + Int64($0)) })
        _ = trial.plan((0..<800).map { Trial.session("w\(1000 + $0)", cpu: 4, since: 1 + Int64($0), limit: 100) })
        return trial
    }

    @Test("a part of the agents is taken with what they hold, and the same part of what waits")
    func parts() throws {
        let trial = Self.large()
        let row = try #require(trial.scheduler.sessions.known(SessionID(rawValue: "w1400")))
        let small = try #require(trial.scheduler.miniature(for: row, agents: 40))

        #expect(small.part == 0.1)
        #expect(small.scheduler.pool.entries.count == 40)
        #expect(small.scheduler.heldSessions.count == 40)
        #expect((50...110).contains(small.scheduler.waitingCount))
        let known = small.scheduler.sessions.known(SessionID(rawValue: "w1400"))
        #expect(known.map(small.scheduler.waiting.contains) == true)
    }

    @Test("a forecast of it is like one of the whole")
    func forecast() throws {
        let trial = Self.large()
        func median(agents: Int) -> Double? {
            let band = Forecast(runTimes: RunTimeEstimates()).start(
                of: SessionID(rawValue: "w1150"), in: trial.scheduler, at: Trial.time(1000),
                effort: .init(replays: 5, moments: 5000, agents: agents)
            ) { _ in "" }
            return band?.median?.since(Trial.time(1000)).inSeconds
        }
        let (small, whole) = (try #require(median(agents: 40)), try #require(median(agents: 400)))

        #expect(small > whole * 0.6 && small < whole * 1.6, "\(small) and \(whole)")
    }

    @Test("of a large group nothing is said about a session that waits for a limit")
    func limited() {
        var trial = Self.large()
        _ = trial.plan([Trial.session("mine", cpu: 1, owner: "limited", priority: 90, since: 900)])
        _ = trial.plan([Trial.session("r", cpu: 1, owner: "limited", priority: 95, since: 901)])
        trial.release("r1000")
        _ = trial.plan()
        #expect(trial.scheduler.reason(for: SessionID(rawValue: "mine")) == .sessionLimit(1))

        let band = Forecast(runTimes: RunTimeEstimates()).start(
            of: SessionID(rawValue: "mine"), in: trial.scheduler, at: Trial.time(1000),
            effort: .init(replays: 5, moments: 100, agents: 40)
        ) { _ in "" }
        #expect(band == nil)
    }
}
