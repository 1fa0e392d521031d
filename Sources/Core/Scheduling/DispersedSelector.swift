/// Chooses one agent among those that have room.
public protocol AgentSelecting: Sendable {
    /// The index of the agent to use, or nil when `fitting` is empty.
    ///
    /// - Parameters:
    ///   - fitting: Indices into `agents` of those that have room.
    ///   - agents: All agents of the cycle.
    ///   - request: What is to be placed.
    /// - Returns: An index into `agents`.
    func select(from fitting: [Int], of agents: [AgentSnapshot], for request: ResourceSlots) -> Int?
}

/// Spreads sessions: the agent with the most free of what is asked for, compared slot by slot; ties go to the lowest id.
public struct DispersedSelector: AgentSelecting {
    /// A selector without settings.
    public init() {}

    public func select(from fitting: [Int], of agents: [AgentSnapshot], for request: ResourceSlots) -> Int? {
        let slots = request.names
        return fitting.min { left, right in
            for slot in slots {
                let (leftFree, rightFree) = (agents[left].remaining[slot], agents[right].remaining[slot])
                if leftFree != rightFree { return leftFree > rightFree }
            }
            return agents[left].id < agents[right].id
        }
    }
}
