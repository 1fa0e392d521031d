import Testing

@testable import Core

/// The starvation drill both ways round, and what may pass a session that waits.
@Suite("Back-fill with a reservation")
struct BackfillTests {
    private typealias Trial = TrialCluster

    @Test("room is kept for the first that must wait, at the earliest moment that bounds promise")
    func reservation() {
        var trial = Trial([Trial.agent("a", cpu: 8), Trial.agent("b", cpu: 8)])
        let places = trial.plan([
            Trial.session("r1", cpu: 8, limit: 100), Trial.session("r2", cpu: 5, limit: 50),
            Trial.session("r3", cpu: 3, limit: 70), Trial.session("head", cpu: 8, since: 1),
        ]).places

        #expect(places == ["r1@a", "r2@b", "r3@b"])
        #expect(trial.reservation?.session == "head")
        #expect(trial.reservation?.start == 1070 && trial.reservation?.agents == ["b"])
    }

    @Test("a later session passes if it has ended by then, or uses nothing that is kept; others wait")
    func passing() {
        var trial = Trial([Trial.agent("a", cpu: 8), Trial.agent("b", cpu: 8)])
        _ = trial.plan([
            Trial.session("r1", cpu: 7, limit: 200), Trial.session("r2", cpu: 5, limit: 100),
            Trial.session("head", cpu: 6, since: 1),
        ])
        #expect(trial.reservation?.agents == ["b"])
        let plan = trial.plan([
            Trial.session("short", cpu: 1, since: 2, limit: 100), Trial.session("long", cpu: 3, since: 3, limit: 101),
            Trial.session("spare", cpu: 2, since: 4), Trial.session("late", cpu: 1, since: 5),
        ])
        // On b 3 are free now, of which 2 are not needed at 1100; on a 1 is.
        #expect(plan.places == ["short@b", "spare@b", "late@a"])
        #expect(plan.reasons == ["long": .noRoom(.cpu)] || plan.reasons == ["long": .reserved])
        trial.now = 1100
        trial.release("r2")
        trial.release("short")
        #expect(trial.plan().places == ["head@b"])
    }

    @Test("without bounds the agents that are nearest to free drain: nothing new comes that needs what is kept")
    func draining() {
        var trial = Trial([Trial.agent("a", cpu: 4), Trial.agent("b", cpu: 4)])
        _ = trial.plan([
            Trial.session("r1", cpu: 2), Trial.session("r2", cpu: 3), Trial.session("r3", cpu: 1),
            Trial.session("head", cpu: 4, since: 1),
        ])
        #expect(trial.reservation?.start == nil && trial.reservation?.agents == ["b"])
        let plan = trial.plan([
            Trial.session("s1", cpu: 1, since: 2, limit: 1), Trial.session("s2", cpu: 1, since: 3),
        ])
        #expect(plan.places == ["s1@a"])
        #expect(plan.reasons.keys.sorted() == ["s2"])
        trial.release("r2")
        #expect(trial.plan().places == ["head@b"])
    }

    @Test("many small sessions do not starve a large one that came first, and a large one does not stop them for ever")
    func starvation() {
        let agents = (0..<10).map { Trial.agent("a\($0)", cpu: 10) }
        var trial = Trial(agents)
        _ = trial.plan((0..<100).map { Trial.session("run\($0)", cpu: 1, limit: 10 + Int64($0)) })
        _ = trial.plan([
            Trial.session("large", Array(repeating: Trial.slots(10), count: 10), since: 1, limit: 10)
        ])
        _ = trial.plan((0..<1000).map { Trial.session("small\($0)", cpu: 1, since: 2, limit: 30) })
        #expect(trial.reservation?.session == "large" && trial.reservation?.start == 1109)
        var started: Int64?
        for second in 1...400 {
            trial.now = 1000 + Int64(second)
            for session in trial.scheduler.heldSessions where session.endsBy <= Trial.time(trial.now) {
                trial.scheduler.release(session.id)
            }
            let plan = trial.plan()
            if plan.placements.contains(where: { $0.session.id.rawValue == "large" }) { started = trial.now }
        }
        #expect(started == 1109)
        #expect(trial.scheduler.waitingCount == 0)
    }

    @Test("a large session after many small ones starts when its turn comes, though small ones keep coming")
    func largeAmongSmall() {
        var trial = Trial((0..<4).map { Trial.agent("a\($0)", cpu: 4) })
        _ = trial.plan((0..<40).map { Trial.session("first\($0)", cpu: 1, since: 0, limit: 20) })
        _ = trial.plan([Trial.session("large", Array(repeating: Trial.slots(4), count: 4), since: 1, limit: 20)])
        var started: Int64?
        for second in 1...200 where started == nil {
            trial.now = 1000 + Int64(second)
            for session in trial.scheduler.heldSessions where session.endsBy <= Trial.time(trial.now) {
                trial.scheduler.release(session.id)
            }
            let plan = trial.plan([
                Trial.session("more\(second)", cpu: 1, since: Int64(1 + second), limit: 20)
            ])
            if plan.placements.contains(where: { $0.session.id.rawValue == "large" }) { started = trial.now }
        }
        #expect(started == 1060)
    }

    @Test("a limit that the waiting session needs is kept for it as well")
    func keptLimit() {
        var trial = Trial([Trial.agent("a", cpu: 8), Trial.agent("b", cpu: 4)])
        trial.scheduler.set(ScopeLimits(slots: Trial.slots(12, 100)), of: .keypair(AccessKey(rawValue: "o")))
        _ = trial.plan([
            Trial.session("r", cpu: 6, owner: "other", limit: 100), Trial.session("mine", cpu: 3, since: 1),
            Trial.session("head", cpu: 8, since: 2),
        ])
        let plan = trial.plan([Trial.session("next", cpu: 2, since: 3), Trial.session("one", cpu: 1, since: 4)])
        #expect(plan.places == ["one@b"])
        #expect(plan.reasons["next"] == .ownerLimit(.cpu))
        trial.release("r")
        #expect(trial.plan().places == ["head@a"])
    }

    @Test("a session of a higher priority takes the turn of the one that waits")
    func priority() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("r", cpu: 2, limit: 50), Trial.session("head", cpu: 4, since: 1)])
        let plan = trial.plan([Trial.session("urgent", cpu: 2, priority: 90, since: 2)])
        #expect(plan.places == ["urgent@a"])
        #expect(trial.reservation?.session == "head")
        _ = trial.plan([Trial.session("first", cpu: 4, priority: 50, since: 3)])
        #expect(trial.reservation?.session == "first")
    }

    @Test("what is kept is given up with the session that it was kept for")
    func withdrawn() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([
            Trial.session("r", cpu: 2), Trial.session("head", cpu: 4, since: 1), Trial.session("s", cpu: 2, since: 2),
        ])
        trial.scheduler.withdraw(SessionID(rawValue: "head"))
        #expect(trial.plan().places == ["s@a"])
        #expect(trial.reservation == nil)
    }
}
