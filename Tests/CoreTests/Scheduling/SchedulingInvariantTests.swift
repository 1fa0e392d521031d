import TestSupport
import Testing

@testable import Core

/// What holds of every plan, tried on random instances that are the same at each run.
@Suite("Scheduling invariants")
struct SchedulingInvariantTests {
    private static let slots = [SlotName.cpu, .mem, SlotName("cuda.device")]

    private static func amounts(upTo most: Int64, _ random: inout SeededGenerator) -> ResourceSlots {
        var amounts: [SlotName: Quantity] = [:]
        for slot in slots where Bool.random(using: &random) {
            amounts[slot] = Quantity(thousandths: Int64.random(in: 0...most * 1000, using: &random))
        }
        return ResourceSlots(amounts)
    }

    private static func snapshot(seed: UInt64) -> Snapshot {
        var random = SeededGenerator(seed: seed)
        let architectures = ["x86_64", "aarch64"]
        let agents = (0..<Int.random(in: 0...5, using: &random)).map { index in
            AgentSnapshot(
                id: AgentID(rawValue: "agent-\(index)"), architecture: architectures[index % 2],
                available: amounts(upTo: 16, &random), occupied: amounts(upTo: 6, &random)
            )
        }
        let pending = (0..<Int.random(in: 0...12, using: &random)).map { index in
            PendingSession(
                id: SessionID(rawValue: "session-\(index)"), kernel: KernelID(rawValue: "kernel-\(index)"),
                owner: AccessKey(rawValue: "owner-\(Int.random(in: 0...2, using: &random))"),
                requested: amounts(upTo: 5, &random), architecture: architectures[Int.random(in: 0...1, using: &random)]
            )
        }
        var owners: [AccessKey: OwnerSnapshot] = [:]
        for index in 0...2 {
            owners[AccessKey(rawValue: "owner-\(index)")] = OwnerSnapshot(
                maximumSessions: Int.random(in: 0...4, using: &random), limits: amounts(upTo: 20, &random),
                sessions: Int.random(in: 0...2, using: &random), occupied: amounts(upTo: 5, &random)
            )
        }
        return Snapshot(agents: agents, pending: pending, owners: owners)
    }

    private static let cases = (0..<3000).map { seed in
        let snapshot = snapshot(seed: UInt64(seed))
        return (seed: seed, snapshot: snapshot, plan: SchedulingCycle().plan(snapshot))
    }

    @Test("no agent is given more than it had left, and none of another architecture is used")
    func capacity() {
        for (seed, snapshot, plan) in Self.cases {
            for agent in snapshot.agents {
                let placed = plan.placements.filter { $0.agent == agent.id }
                for slot in Self.slots {
                    let given = placed.map { $0.amounts[slot] }.reduce(.zero, +)
                    #expect(given == .zero || given <= agent.remaining[slot], "seed \(seed)")
                }
                for placement in placed {
                    let session = snapshot.pending.first { $0.id == placement.session }
                    #expect(session?.architecture == agent.architecture, "seed \(seed)")
                }
            }
        }
    }

    @Test("every session is either placed or told why it waits, once, and gets exactly what it asked for")
    func completeness() {
        for (seed, snapshot, plan) in Self.cases {
            let decided = plan.placements.map(\.session) + plan.waiting.map(\.session)
            #expect(decided.sorted() == snapshot.pending.map(\.id).sorted(), "seed \(seed)")
            for placement in plan.placements {
                let session = snapshot.pending.first { $0.id == placement.session }
                #expect(session?.requested == placement.amounts && session?.kernel == placement.kernel, "seed \(seed)")
            }
        }
    }

    @Test("after the first session that waits for room none is placed")
    func order() {
        for (seed, snapshot, plan) in Self.cases {
            let placed = Set(plan.placements.map(\.session))
            let blocked = Set(
                plan.waiting.filter { $0.reason.status == .noAvailableInstances && $0.reason != .noAgent }.map(
                    \.session))
            guard let first = snapshot.pending.firstIndex(where: { blocked.contains($0.id) }) else { continue }
            #expect(!snapshot.pending[first...].contains { placed.contains($0.id) }, "seed \(seed)")
        }
    }

    @Test("no owner gets more sessions, or more of a slot they ask for, than the policy allows")
    func limits() {
        for (seed, snapshot, plan) in Self.cases {
            for (key, owner) in snapshot.owners {
                let ids = Set(snapshot.pending.filter { $0.owner == key }.map(\.id))
                let placed = plan.placements.filter { ids.contains($0.session) }
                guard !placed.isEmpty else { continue }
                #expect(
                    owner.maximumSessions == 0 || owner.sessions + placed.count <= owner.maximumSessions, "seed \(seed)"
                )
                let used = placed.map(\.amounts).reduce(owner.occupied, +)
                for slot in used.names where owner.limits.amounts[slot] != nil {
                    #expect(used[slot] <= owner.limits[slot], "seed \(seed)")
                }
            }
        }
    }

    @Test("the same snapshot gives the same plan")
    func repeatable() {
        for (seed, snapshot, plan) in Self.cases {
            #expect(SchedulingCycle().plan(snapshot) == plan, "seed \(seed)")
        }
    }

    @Test("the instances are worth something: many sessions are placed, and every reason occurs")
    func coverage() {
        let reasons = Self.cases.flatMap { $0.plan.waiting.map(\.reason) }

        #expect(Self.cases.map(\.plan.placements.count).reduce(0, +) > 1000)
        #expect(reasons.contains { if case .sessionLimit = $0 { true } else { false } })
        #expect(reasons.contains { if case .ownerLimit = $0 { true } else { false } })
        #expect(reasons.contains { if case .noRoom = $0 { true } else { false } })
        #expect(reasons.contains { if case .behind = $0 { true } else { false } })
        #expect(reasons.contains(.noAgent))
    }
}
