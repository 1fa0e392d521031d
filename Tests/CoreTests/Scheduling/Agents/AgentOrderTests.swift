import TestSupport
import Testing

@testable import Core

/// An order of agents held against sorting and looking at all, on random moves that are the same at each run.
@Suite("Order of agents")
struct AgentOrderTests {
    private static let slots = 3
    private static let preferences = [
        AgentOrder.Preference(slots: [0, 1], prefersFree: true), .init(slots: [1, 0], prefersFree: false),
        .init(slots: [2], prefersFree: true), .init(slots: [], prefersFree: false),
    ]

    private static func free(agents: Int, _ random: inout SeededGenerator) -> AgentAmounts {
        var free = AgentAmounts(agents: agents, width: slots)
        for agent in 0..<agents {
            for slot in 0..<slots { free[agent, slot] = Int64.random(in: 0...20, using: &random) }
        }
        return free
    }

    private static func sorted(_ agents: [Int], _ preference: AgentOrder.Preference, _ free: AgentAmounts) -> [Int] {
        agents.sorted { left, right in
            let slot = preference.slots.first { free[left, $0] != free[right, $0] }
            guard let slot else { return left < right }
            return (free[left, slot] < free[right, slot]) != preference.prefersFree
        }
    }

    private static func request(_ random: inout SeededGenerator) -> SlotRequest {
        SlotRequest(
            (0..<slots).map { .init(slot: $0, units: max(0, Int64.random(in: -10...22, using: &random))) })
    }

    @Test("stays what sorting gives, however agents change, come and go", arguments: preferences)
    func order(preference: AgentOrder.Preference) {
        var random = SeededGenerator(seed: 1)
        var free = Self.free(agents: 700, &random)
        var present = Set(0..<600)
        var order = AgentOrder(Array(present), by: preference, free)
        for step in 0..<4000 {
            let agent = Int.random(in: 0..<700, using: &random)
            switch (present.contains(agent), step % 10) {
            case (true, 0):
                order.remove(agent, free)
                present.remove(agent)
            case (true, _):
                let (slot, amount) = (step % Self.slots, Int64.random(in: 0...20, using: &random))
                order.move(agent, &free) { $0[agent, slot] = amount }
            case (false, _):
                order.insert(agent, free)
                present.insert(agent)
            }
            guard step % 397 == 0 else { continue }
            #expect(order.agents == Self.sorted(Array(present), preference, free), "step \(step)")
        }
        for agent in present.sorted() { order.remove(agent, free) }
        #expect(order.agents.isEmpty)
    }

    @Test("finds the first agent with room, and no other", arguments: preferences)
    func finding(preference: AgentOrder.Preference) {
        var random = SeededGenerator(seed: 2)
        var free = Self.free(agents: 400, &random)
        var order = AgentOrder(Array(0..<400), by: preference, free)
        for step in 0..<400 {
            let request = Self.request(&random)
            let odd = step % 5 == 0
            var look = AgentOrder.Look()
            var found = order.next(with: request, free, &look)
            while odd, let agent = found, agent % 2 == 0 { found = order.next(with: request, free, &look) }
            let expected = Self.sorted(Array(0..<400), preference, free).first { agent in
                request.amounts.allSatisfy { free[agent, $0.slot] >= $0.units } && (!odd || agent % 2 == 1)
            }
            #expect(found == expected, "step \(step)")
            guard let found else { continue }
            order.move(found, &free) { $0.take(request, from: found) }
            if step % 3 == 0 { order.move(found, &free) { $0.giveBack(request, to: found) } }
        }
    }
}
