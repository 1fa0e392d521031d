import TestSupport
import Testing

@testable import Core

/// The four properties of dominant resource fairness, in the form in which they hold where tasks cannot be divided.
///
/// - SeeAlso: Ghodsi et al., Dominant Resource Fairness, NSDI 2011, for the properties; Parkes, Procaccia and Shah, Beyond Dominant
///   Resource Fairness, EC 2012, for what becomes of them with whole tasks.
@Suite("Dominant resource fairness")
struct FairnessTests {
    private static let instances: UInt64 = FuzzRun.isSoak ? 1_000_000 : 10_000

    /// Owners whose tasks are all alike, and one agent.
    private struct Instance {
        let capacity: [Int64]
        /// For each owner what one task of his takes.
        var demands: [[Int64]]

        init(seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            capacity = (0..<3).map { _ in Int64.random(in: 12...36, using: &random) }
            demands = (0..<Int.random(in: 2...4, using: &random)).map { _ in
                [
                    Int64.random(in: 1...6, using: &random), Int64.random(in: 1...6, using: &random),
                    Int64.random(in: 0...3, using: &random),
                ]
            }
        }

        private static let slots: [SlotName] = [.cpu, .mem, TrialCluster.gpu]

        private static func slots(_ amounts: [Int64]) -> ResourceSlots {
            ResourceSlots(Dictionary(uniqueKeysWithValues: zip(slots, amounts.map { Quantity($0) })))
        }

        /// How many tasks each owner gets.
        func tasks() -> [Int] {
            var scheduler = Scheduler()
            scheduler.set(SchedulingOptions(sequencer: .drf), of: "default")
            scheduler.set(
                AgentSnapshot(
                    id: AgentID(rawValue: "a"), architecture: "x86_64", available: Self.slots(capacity)))
            for (owner, demand) in demands.enumerated() {
                for task in 0..<most(of: demand, in: capacity) + 1 {
                    // All run for as long, so that nothing is kept from one for another.
                    scheduler.enqueue(
                        TrialCluster.session(
                            "o\(owner)-\(task)", [Self.slots(demand)], owner: "\(owner)", limit: 100))
                }
            }
            var tasks = demands.map { _ in 0 }
            for placement in scheduler.plan(at: TrialCluster.time(1)).placements {
                tasks[Int(placement.session.holder.keypair.rawValue) ?? 0] += 1
            }
            return tasks
        }

        /// How many tasks of a demand some amounts are enough for.
        func most(of demand: [Int64], in amounts: [Int64]) -> Int {
            zip(demand, amounts).filter { $0.0 > 0 }.map { Int($0.1 / $0.0) }.min() ?? 0
        }

        /// The dominant share of one task of an owner.
        func share(_ owner: Int) -> Double {
            zip(demands[owner], capacity).map { Double($0) / Double($1) }.max() ?? 0
        }

        /// What some tasks leave.
        func left(by tasks: [Int]) -> [Int64] {
            capacity.indices.map { slot in
                zip(tasks, demands).reduce(capacity[slot]) { $0 - Int64($1.0) * $1.1[slot] }
            }
        }
    }

    /// The instances with what each owner gets.
    private static let outcomes = (0..<instances).map { seed in
        let instance = Instance(seed: seed)
        return (seed: seed, instance: instance, tasks: instance.tasks())
    }

    @Test("nothing is left that anybody could use: the allocation is Pareto efficient")
    func efficiency() {
        for (seed, instance, tasks) in Self.outcomes {
            let left = instance.left(by: tasks)
            guard left.allSatisfy({ $0 >= 0 }), instance.demands.allSatisfy({ instance.most(of: $0, in: left) == 0 })
            else {
                Issue.record("seed \(seed): \(instance) leaves \(left)")
                return
            }
        }
    }

    @Test("nobody would rather have what another one has, less one task of his: it is free of envy up to one task")
    func envy() {
        for (seed, instance, tasks) in Self.outcomes {
            for (owner, demand) in instance.demands.enumerated() {
                for (other, theirs) in instance.demands.enumerated() where other != owner && tasks[other] > 0 {
                    let bundle = theirs.map { $0 * Int64(tasks[other] - 1) }
                    guard instance.most(of: demand, in: bundle) <= tasks[owner] else {
                        Issue.record("seed \(seed): \(owner) envies \(other) in \(instance): \(tasks)")
                        return
                    }
                }
            }
        }
    }

    @Test("everybody has the share that he would have of a part of his own, less the average of one task of each")
    func sharingIncentive() {
        for (seed, instance, tasks) in Self.outcomes {
            let count = Double(tasks.count)
            let steps = tasks.indices.reduce(0) { $0 + instance.share($1) }
            for owner in tasks.indices {
                let share = Double(tasks[owner]) * instance.share(owner)
                guard share >= (1 - steps) / count - 1e-9 else {
                    Issue.record("seed \(seed): \(owner) has \(share) in \(instance): \(tasks)")
                    return
                }
            }
        }
    }

    @Test(
        "whoever asks for more than he needs gains a task or two at most by the gaps of others, and loses more in sum")
    func strategy() {
        var (truthful, lying, gains) = (0, 0, [Int: Int]())
        for (seed, instance, tasks) in Self.outcomes {
            var random = SeededGenerator(seed: seed ^ 0xFFFF)
            var lie = instance
            let slot = Int.random(in: 0..<3, using: &random)
            lie.demands[0][slot] += Int64.random(in: 1...3, using: &random)
            let (honest, dishonest) = (tasks[0], lie.tasks()[0])
            truthful += honest
            lying += dishonest
            gains[dishonest - honest, default: 0] += 1
        }
        #expect(lying < truthful, "\(gains)")
        #expect(gains.keys.max() ?? 0 <= 2, "\(gains)")
        let gained = gains.filter { $0.key > 0 }.values.reduce(0, +)
        #expect(gained * 20 < Self.outcomes.count, "\(gains)")
    }
}
