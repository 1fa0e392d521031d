import Testing

@testable import Core

@Suite("Sessions that may not start yet")
struct AdmissionTests {
    private typealias Trial = TrialCluster

    private static func dependency(_ name: String, _ outcome: SessionDependency.Outcome) -> SessionDependency {
        SessionDependency(id: SessionID(rawValue: "id-" + name), name: name, outcome: outcome)
    }

    private static func session(
        _ name: String, startsAt: UnixTime? = nil, dependencies: [SessionDependency] = []
    ) -> PendingSession {
        Trial.session(name, [Trial.slots(1)], startsAt: startsAt, dependencies: dependencies)
    }

    @Test("a session starts at its time and not before, and meanwhile nobody waits for it")
    func startTime() {
        let time = UnixTime(microseconds: 1_800_000_000_000_000)
        var trial = Trial([Trial.agent("a", cpu: 8)])
        trial.now = 1_799_999_999
        let plan = trial.plan([Self.session("early", startsAt: time), Self.session("any")])
        #expect(plan.places == ["any@a"])
        #expect(plan.waiting.map(\.reason) == [.beforeStart(time)])
        #expect(plan.waiting.first?.reason.status == .predicateChecksFailed)
        #expect(plan.waiting.first?.reason.sentence.hasPrefix("Before start time (2027-01-15T08:00:00") == true)
        #expect(trial.scheduler.nextWake == time)
        trial.now = 1_800_000_000
        #expect(trial.plan().places == ["early@a"])
        #expect(trial.scheduler.nextWake == .never)
    }

    @Test("a session waits until every dependency has ended in success, and says for which it waits")
    func dependencies() {
        let done = Self.dependency("done", .succeeded)
        let open = [Self.dependency("one", .open), Self.dependency("two", .open)]
        var trial = Trial([Trial.agent("a", cpu: 8)])
        let plan = trial.plan([
            Self.session("ready", dependencies: [done]), Self.session("waiting", dependencies: [done] + open),
        ])
        #expect(plan.places == ["ready@a"])
        #expect(plan.waiting.map(\.reason) == [.dependencies(["one", "two"])])
        #expect(
            plan.waiting.first?.reason.sentence == "Waiting dependency sessions to finish as success (one, two)")
        #expect(trial.plan([Self.session("waiting", dependencies: [done])]).places == ["waiting@a"])
    }

    @Test("a session whose dependency has failed is given up, before its time and whatever else is open")
    func failedDependency() {
        let dependencies = [Self.dependency("open", .open), Self.dependency("bad", .failed)]
        var trial = Trial()
        let plan = trial.plan([Self.session("s", startsAt: Trial.time(9999), dependencies: dependencies)])
        #expect(plan.placements.isEmpty && plan.waiting.isEmpty)
        #expect(plan.cancellations.map(\.reason) == [.dependencyFailed(["bad"])])
        #expect(plan.cancellations.first?.reason.status.rawValue == "dependency-failed")
        #expect(trial.scheduler.waitingCount == 0)
    }

    @Test("a session that has waited for as long as it may is given up, and not a moment before")
    func pendingTimeout() {
        var trial = Trial([Trial.agent("a", cpu: 1)], options: SchedulingOptions(pendingTimeout: 60))
        _ = trial.plan([Trial.session("r", cpu: 1, since: 990), Trial.session("s", cpu: 1, since: 1000)])
        #expect(trial.scheduler.nextWake <= Trial.time(1060))
        trial.now = 1059
        #expect(trial.plan().cancellations.isEmpty)
        trial.now = 1060
        #expect(trial.plan().cancellations.map(\.reason) == [.pendingTimeout(60)])
        trial.scheduler.set(SchedulingOptions(), of: "default")
        _ = trial.plan([Trial.session("t", cpu: 1, since: 1060)])
        trial.now = 99_999
        #expect(trial.plan().cancellations.isEmpty)
        trial.scheduler.set(SchedulingOptions(pendingTimeout: 5), of: "default")
        #expect(trial.plan().cancellations.map(\.session.rawValue) == ["t"])
    }

    @Test(
        "a dependency has succeeded when it has ended with that result, and failed when it has ended otherwise",
        arguments: [
            (.running, .undefined, .open), (.error, .undefined, .open), (.terminated, .success, .succeeded),
            (.terminated, .undefined, .failed), (.terminated, .failure, .failed), (.cancelled, .undefined, .failed),
        ] as [(SessionStatus, SessionResult, SessionDependency.Outcome)])
    func outcome(status: SessionStatus, result: SessionResult, outcome: SessionDependency.Outcome) {
        #expect(SessionDependency.Outcome(status, result) == outcome)
    }
}
