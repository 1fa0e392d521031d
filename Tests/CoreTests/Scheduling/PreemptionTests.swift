import Testing

@testable import Core

@Suite("Preemption")
struct PreemptionTests {
    private typealias Trial = TrialCluster

    private static func trial(_ agents: Int = 2, mode: SchedulingOptions.Preemption = .terminate) -> Trial {
        Trial((0..<agents).map { Trial.agent("a\($0)", cpu: 4) }, options: SchedulingOptions(preemption: mode))
    }

    private static func low(_ name: String, cpu: Int64, priority: Int = 1, since: Int64 = 0) -> PendingSession {
        Trial.session(name, cpu: cpu, priority: priority, since: since, isPreemptible: true)
    }

    @Test("ends as few as are needed, of the lowest priority, and the successor has their place")
    func fewest() {
        var trial = Self.trial()
        _ = trial.plan([Self.low("l1", cpu: 4, priority: 2), Self.low("l2", cpu: 2), Self.low("l3", cpu: 2)])
        let plan = trial.plan([Trial.session("urgent", cpu: 2, priority: 50)])
        #expect(plan.placements.isEmpty)
        #expect(plan.ended == ["l2"])
        let urgent = SessionID(rawValue: "urgent")
        #expect(plan.endings.map(\.reason) == [.preempted(by: urgent, isRequeued: false)])
        // Nobody else gets it meanwhile, and nobody more is ended.
        #expect(trial.plan([Self.low("l4", cpu: 1)]).endings.isEmpty)
        trial.release("l2")
        #expect(trial.plan().places.first == "urgent@a1")
    }

    @Test("never ends sessions for nothing: none where all of them would be too few")
    func neverForNothing() {
        var trial = Self.trial(1)
        _ = trial.plan([Self.low("l1", cpu: 2), Trial.session("fixed", cpu: 2)])
        let plan = trial.plan([Trial.session("urgent", cpu: 3, priority: 50)])
        #expect(plan.endings.isEmpty && plan.reasons == ["urgent": .noRoom(.cpu)])
    }

    @Test("ends nobody of the same priority, nobody who is not marked, and nobody at all where it is off")
    func spared() {
        for (mode, session) in [
            (.terminate, Self.low("l", cpu: 4, priority: 50)), (.terminate, Trial.session("l", cpu: 4, priority: 1)),
            (.off, Self.low("l", cpu: 4)),
        ] as [(SchedulingOptions.Preemption, PendingSession)] {
            var trial = Self.trial(1, mode: mode)
            _ = trial.plan([session])
            #expect(trial.plan([Trial.session("urgent", cpu: 4, priority: 50)]).endings.isEmpty)
        }
    }

    @Test("makes room for all kernels of a session, and says when the ended ones wait again")
    func gang() {
        var trial = Self.trial(3, mode: .requeue)
        _ = trial.plan((0..<6).map { Self.low("l\($0)", cpu: 2, priority: $0 / 2) })
        let plan = trial.plan([Trial.session("gang", [Trial.slots(4), Trial.slots(2)], priority: 50)])
        #expect(plan.ended.sorted() == ["l0", "l1", "l2"])
        for session in plan.ended { trial.release(session) }
        #expect(trial.plan().placements.map(\.session.id.rawValue) == ["gang"])
    }
}
