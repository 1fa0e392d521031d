import TestSupport
import Testing

@testable import Core

/// Why a session waits, and what would let it start.
@Suite("Explanations of the scheduler")
struct ExplanationTests {
    private typealias Trial = TrialCluster

    private func explain(_ name: String, in trial: Trial) throws -> Explanation {
        try #require(trial.scheduler.explain(SessionID(rawValue: name), at: Trial.time(trial.now)))
    }

    @Test("who waits for room is told who holds it, when it starts at the latest, and how much less would do")
    func room() throws {
        var trial = Trial([Trial.agent("a", cpu: 8), Trial.agent("b", cpu: 8)])
        _ = trial.plan([
            Trial.session("r1", cpu: 8, limit: 100), Trial.session("r2", cpu: 4, limit: 50),
            Trial.session("r3", cpu: 2), Trial.session("head", cpu: 6, since: 1),
        ])
        let why = try explain("head", in: trial)
        #expect(why.reason == .noRoom(.cpu) && why.position == 0 && why.waiting == 1)
        #expect(why.holders.map(\.session.rawValue) == ["r2"] && why.holders.first?.slots[.cpu] == Quantity(4))
        #expect(why.start == Trial.time(1050) && why.keptFor == nil)
        #expect(why.changes == [.slot(.cpu, from: Quantity(6), to: Quantity(2))])
        #expect(why.changes.first?.sentence == "cpu=2 instead of 6")
    }

    @Test("who waits behind a reservation is told whose it is, and that a limit or a priority would let it pass")
    func reserved() throws {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([
            Trial.session("run", cpu: 2, limit: 60), Trial.session("head", cpu: 4, since: 1),
            Trial.session("late", cpu: 2, since: 2),
        ])
        let why = try explain("late", in: trial)
        #expect(why.reason == .reserved && why.keptFor?.rawValue == "head" && why.position == 1 && why.waiting == 2)
        #expect(why.changes == [.priority(from: 10, to: 11), .timeLimit(from: nil, to: 60)])
    }

    @Test("without back-fill nothing passes, whatever it asks for, except by its priority")
    func behind() throws {
        var trial = Trial([Trial.agent("a", cpu: 4)], options: SchedulingOptions(allowsBackfill: false))
        _ = trial.plan([
            Trial.session("run", cpu: 2, limit: 60), Trial.session("head", cpu: 4, since: 1),
            Trial.session("late", cpu: 2, since: 2, limit: 5),
        ])
        let why = try explain("late", in: trial)
        #expect(why.reason == .behind && why.keptFor?.rawValue == "head")
        #expect(why.changes == [.priority(from: 10, to: 11)])
    }

    @Test("at a limit those count who hold something of it, and only what is left of it may be asked for")
    func limits() throws {
        var trial = Trial([Trial.agent("a", cpu: 16)])
        trial.scheduler.set(
            ScopeLimits(slots: ResourceSlots([.cpu: Quantity(6)])), of: .keypair(AccessKey(rawValue: "o")))
        trial.scheduler.set(ScopeLimits(sessions: 1), of: .user("u-p"))
        _ = trial.plan([
            Trial.session("mine", cpu: 4), Trial.session("other", cpu: 1, owner: "p"),
            Trial.session("more", cpu: 5, since: 1), Trial.session("second", cpu: 1, owner: "p", since: 1),
        ])
        let more = try explain("more", in: trial)
        #expect(more.reason == .ownerLimit(.cpu) && more.holders.map(\.session.rawValue) == ["mine"])
        #expect(more.changes == [.slot(.cpu, from: Quantity(5), to: Quantity(2))])
        let second = try explain("second", in: trial)
        #expect(second.reason == .sessionLimit(1) && second.holders.map(\.session.rawValue) == ["other"])
        #expect(second.changes.isEmpty)
    }

    @Test("who waits for its time could start now; who waits for others could not, and stands in no line")
    func conditions() throws {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        let first = SessionDependency(id: SessionID(rawValue: "first"), name: "first", outcome: .open)
        _ = trial.plan([
            Trial.session("later", [Trial.slots(1)], startsAt: Trial.time(2000)),
            Trial.session("after", [Trial.slots(1)], dependencies: [first]),
        ])
        let later = try explain("later", in: trial)
        #expect(later.reason == .beforeStart(Trial.time(2000)) && later.position == nil)
        #expect(later.changes == [.startNow])
        let after = try explain("after", in: trial)
        #expect(after.reason == .dependencies(["first"]) && after.changes.isEmpty)
    }

    @Test("a gang may have fewer kernels, or several agents; an accelerator may be left out")
    func gangs() throws {
        var trial = Trial([Trial.agent("a", cpu: 4, gpu: 1), Trial.agent("b", cpu: 4)])
        _ = trial.plan([Trial.session("gpu", cpu: 1, gpu: 1)])
        _ = trial.plan([Trial.session("gang", [Trial.slots(3), Trial.slots(3), Trial.slots(3)], since: 1)])
        let gang = try explain("gang", in: trial)
        #expect(gang.reason == .noAgent)
        #expect(
            gang.changes == [
                .kernels(from: 3, to: 2), .slot(.cpu, from: Quantity(3), to: Quantity(2)),
            ])
        _ = trial.plan([
            Trial.session("both", [Trial.slots(3), Trial.slots(3)], owner: "p", mode: .singleNode, since: 2)
        ])
        #expect(try explain("both", in: trial).changes.contains(.multiNode))
        _ = trial.plan([Trial.session("second", cpu: 1, gpu: 1, since: 3)])
        let second = try explain("second", in: trial)
        #expect(second.reason == .noRoom(Trial.gpu) && second.holders.map(\.session.rawValue) == ["gpu"])
        #expect(second.changes.contains(.slot(Trial.gpu, from: Quantity(1), to: .zero)))
    }

    @Test("whoever neither waits nor is known is not explained")
    func unknown() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("run", cpu: 2)])
        #expect(trial.scheduler.explain(SessionID(rawValue: "run"), at: Trial.time(1000)) == nil)
        #expect(trial.scheduler.explain(SessionID(rawValue: "nobody"), at: Trial.time(1000)) == nil)
    }

    @Test("every change that is named lets the session start with a cycle that looks at everything")
    func changesHold() {
        var tried: [String: Int] = [:]
        for seed in 0..<UInt64(FuzzRun.isSoak ? 100_000 : 2000) {
            var course = RandomCourse(seed: seed)
            for step in 0..<6 {
                course.take(course.step())
                for session in course.waitingSessions {
                    guard let why = course.scheduler.explain(session.id, at: course.now) else {
                        Issue.record("seed \(seed), step \(step): \(session.id) is not explained")
                        return
                    }
                    for change in why.changes {
                        var changed = course.scheduler
                        changed.reconsider()
                        changed.enqueue(session.changed(by: change))
                        let plan = changed.plan(at: course.now)
                        tried["\(String(describing: change).prefix { $0 != "(" })", default: 0] += 1
                        guard plan.placements.contains(where: { $0.session.id == session.id }) else {
                            Issue.record("seed \(seed), step \(step): \(session.id) with \(change): \(why)")
                            return
                        }
                    }
                }
            }
        }
        #expect(
            ["slot", "timeLimit", "priority", "kernels", "multiNode"].allSatisfy { tried[$0] ?? 0 > 20 }, "\(tried)")
    }
}
