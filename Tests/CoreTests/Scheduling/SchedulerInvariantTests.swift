import TestSupport
import Testing

@testable import Core

/// What holds of every scheduler, tried on random courses of events that are the same at each run.
@Suite("Scheduling invariants")
struct SchedulerInvariantTests {
    /// How many courses are tried.
    private static let courses: UInt64 = FuzzRun.isSoak ? 1_000_000 : 10_000

    @Test("no device gives more than it has, no limit is exceeded, gangs are whole, each session is placed once")
    func rules() {
        for seed in 0..<Self.courses {
            var course = RandomCourse(seed: seed)
            for _ in 0..<6 {
                let plan = course.step()
                if let fault = course.fault(of: plan) {
                    Issue.record("seed \(seed): \(fault)")
                    return
                }
            }
        }
    }

    @Test("a scheduler made anew from what is there decides the same as the one that has been carried on")
    func carriedOn() {
        for seed in 0..<Self.courses {
            // Which one is next in turn is not in the tables.
            var course = RandomCourse(seed: seed, selections: [.dispersed, .concentrated, .topology])
            for step in 0..<6 {
                course.happen()
                var (carried, fresh) = (course.scheduler, course.rebuilt())
                carried.reconsider()
                let (plan, other) = (carried.plan(at: course.now), fresh.plan(at: course.now))
                course.take(course.decide())
                let isSame = plan.placements == other.placements && plan.cancellations == other.cancellations
                if !isSame {
                    let kept = ["default", "other"].map { [carried.reservation(in: $0), fresh.reservation(in: $0)] }
                    Issue.record("seed \(seed), step \(step): \(plan) \(other) \(kept)")
                    return
                }
            }
        }
    }

    @Test("whatever fits an empty cluster starts in the end, when nothing new comes")
    func everyOneStarts() {
        for seed in 0..<Self.courses {
            var course = RandomCourse(seed: seed)
            for _ in 0..<3 { course.take(course.step()) }
            if let left = course.drain() {
                Issue.record("seed \(seed): \(left)")
                return
            }
        }
    }

    @Test("the courses are worth something: much is placed, and every reason occurs")
    func coverage() {
        var placed = 0
        var reasons: Set<String> = []
        for seed in UInt64(0)..<500 {
            var course = RandomCourse(seed: seed)
            for _ in 0..<6 {
                let plan = course.step()
                course.take(plan)
                placed += plan.placements.count
                for waiting in plan.waiting {
                    reasons.insert(String(describing: waiting.reason).prefix { $0 != "(" } + "")
                }
            }
        }
        #expect(placed > 1000)
        #expect(
            reasons.isSuperset(of: [
                "sessionLimit", "ownerLimit", "groupLimit", "noAgent", "noRoom", "scattered", "behind", "reserved",
                "agentsFull",
            ]), "\(reasons.sorted())")
    }
}
