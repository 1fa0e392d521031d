/// Agents that are all alike.
public struct SimulatedCluster: Sendable, Equatable {
    /// How many agents there are.
    public let agents: Int
    /// The cores of each.
    public let cores: Int
    /// What else each has.
    public let others: ResourceSlots

    /// Describes agents.
    public init(agents: Int, cores: Int, others: ResourceSlots = .none) {
        self.agents = agents
        self.cores = cores
        self.others = others
    }

    /// What each agent has.
    public var each: ResourceSlots {
        var slots = others
        slots[.cpu] = Quantity(Int64(cores))
        return slots
    }

    /// The agents as the scheduler sees them, by name in the order of their numbers.
    var snapshots: [AgentSnapshot] {
        let places = String(agents).count
        return (0..<agents).map { number in
            let digits = String(number)
            let name = "i-" + String(repeating: "0", count: places - digits.count) + digits
            return AgentSnapshot(id: AgentID(rawValue: name), architecture: "x86_64", available: each)
        }
    }

    /// How much of a slot all of them have, in thousandths, for statistics.
    func capacity(of slot: SlotName) -> Double { Double(each[slot].thousandths) * Double(agents) }
}
