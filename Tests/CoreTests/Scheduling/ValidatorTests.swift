import FoundationEssentials
import Testing

@testable import Core

@Suite("Validators of waiting sessions")
struct ValidatorTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func session(
        _ name: String = "s", startsAt: Date? = nil, dependencies: [SessionDependency] = []
    ) -> PendingSession {
        PendingSession(
            id: SessionID(rawValue: name), kernel: KernelID(rawValue: "k-" + name), owner: AccessKey(rawValue: "o"),
            requested: ResourceSlots([.cpu: Quantity(1)]), architecture: "x86_64", startsAt: startsAt,
            dependencies: dependencies)
    }

    private static func dependency(_ name: String, _ outcome: SessionDependency.Outcome) -> SessionDependency {
        SessionDependency(id: SessionID(rawValue: "id-" + name), name: name, outcome: outcome)
    }

    private static func plan(_ pending: [PendingSession]) -> Plan {
        let agent = AgentSnapshot(
            id: AgentID(rawValue: "a"), architecture: "x86_64", available: ResourceSlots([.cpu: Quantity(8)]),
            occupied: .none)
        return SchedulingCycle().plan(Snapshot(agents: [agent], pending: pending, owners: [:], now: now))
    }

    @Test("a session starts at its time and not before, and meanwhile nobody waits for it")
    func startTime() {
        let early = Self.session("early", startsAt: Self.now.addingTimeInterval(0.001))
        let plan = Self.plan([early, Self.session("due", startsAt: Self.now), Self.session("any")])

        #expect(plan.placements.map(\.session.rawValue) == ["due", "any"])
        #expect(plan.waiting.map(\.reason) == [.beforeStart(Self.now.addingTimeInterval(0.001))])
        #expect(plan.waiting.first?.reason.status == .predicateChecksFailed)
        #expect(plan.waiting.first?.reason.sentence.hasPrefix("Before start time (2027-01-15T08:00:00") == true)
    }

    @Test("a session waits until every dependency has ended in success, and says for which it waits")
    func dependencies() {
        let done = Self.dependency("done", .succeeded)
        let open = [Self.dependency("one", .open), Self.dependency("two", .open)]
        let plan = Self.plan([
            Self.session("ready", dependencies: [done]), Self.session("waiting", dependencies: [done] + open),
        ])

        #expect(plan.placements.map(\.session.rawValue) == ["ready"])
        #expect(plan.waiting.map(\.reason) == [.dependencies(["one", "two"])])
        #expect(
            plan.waiting.first?.reason.sentence
                == "Waiting dependency sessions to finish as success (one, two)")
    }

    @Test("a session whose dependency has failed is given up, before its time and whatever else is open")
    func failedDependency() {
        let dependencies = [Self.dependency("open", .open), Self.dependency("bad", .failed)]
        let plan = Self.plan([
            Self.session(startsAt: Self.now.addingTimeInterval(60), dependencies: dependencies)
        ])

        #expect(plan.placements.isEmpty && plan.waiting.isEmpty)
        #expect(plan.cancellations.map(\.reason) == [.dependencyFailed(["bad"])])
        #expect(plan.cancellations.first?.reason.status.rawValue == "dependency-failed")
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
