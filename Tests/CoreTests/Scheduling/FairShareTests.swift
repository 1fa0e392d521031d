import Testing

@testable import Core

@Suite("Fair share")
struct FairShareTests {
    private typealias Trial = TrialCluster

    private static func trial(cpu: Int64, usage: [String: Double]) -> Trial {
        var trial = Trial([Trial.agent("a", cpu: cpu)], options: SchedulingOptions(sequencer: .fairShare))
        trial.scheduler.set(usage: keyed(usage), of: "default")
        return trial
    }

    private static func keyed(_ usage: [String: Double]) -> [AccessKey: Double] {
        Dictionary(uniqueKeysWithValues: usage.map { (AccessKey(rawValue: $0.key), $0.value) })
    }

    /// Two sessions of each of three owners, the heaviest user's first.
    private static let sessions = ["heavy", "light", "new"].enumerated().flatMap { index, owner in
        (0..<2).map { Trial.session("\(owner)\($0)", cpu: 1, owner: owner, since: Int64(index * 2 + $0)) }
    }

    @Test("who has used least comes first, his sessions in order of time")
    func order() {
        var trial = Self.trial(cpu: 8, usage: ["heavy": 0.5, "light": 0.1])
        let order = trial.plan(Self.sessions).placements.map(\.session.id.rawValue)
        #expect(order == ["new0", "new1", "light0", "light1", "heavy0", "heavy1"])
    }

    @Test("of those who have used the same, the one who holds less")
    func ties() {
        var trial = Self.trial(cpu: 8, usage: [:])
        let order = trial.plan(Self.sessions).placements.map(\.session.id.rawValue)
        #expect(order == ["heavy0", "light0", "new0", "heavy1", "light1", "new1"])
    }

    @Test("a new sum is heeded at the next decision, also by those who wait already")
    func changed() {
        var trial = Self.trial(cpu: 1, usage: ["a": 0.2, "b": 0.1])
        _ = trial.plan([Trial.session("full", cpu: 1)])
        #expect(
            trial.plan([Trial.session("of-a", cpu: 1, owner: "a"), Trial.session("of-b", cpu: 1, owner: "b")])
                .placements.isEmpty)
        trial.scheduler.set(usage: Self.keyed(["a": 0.2, "b": 0.3]), of: "default")
        #expect(trial.plan().placements.isEmpty)
        trial.release("full")
        #expect(trial.plan().places == ["of-a@a"])
    }

    @Test("a higher priority comes first whatever its owner has used, and each scaling group sums for itself")
    func priority() {
        var trial = Self.trial(cpu: 8, usage: ["heavy": 0.9])
        trial.scheduler.set(usage: Self.keyed(["new": 5]), of: "other")
        let plan = trial.plan([
            Trial.session("n", cpu: 1, owner: "new"), Trial.session("h", cpu: 1, owner: "heavy", priority: 20),
            Trial.session("h2", cpu: 1, owner: "heavy"),
        ])
        #expect(plan.placements.map(\.session.id.rawValue) == ["h", "n", "h2"])
    }
}
