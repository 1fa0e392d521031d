/// Agents that are alike in what they are, though not in what they have free.
struct AgentPartition: Sendable {
    /// What makes agents alike.
    struct Key: Sendable, Hashable {
        let scalingGroup: Int
        let architecture: Int
        /// The slots that they have, a bit each.
        let mask: UInt64
    }

    let key: Key
    var agents: Set<Int> = []
    /// The orders that have been asked for.
    var orders: [(preference: AgentOrder.Preference, order: AgentOrder)] = []
    /// The rank of the agent that was chosen last, one after the other.
    var cursor: Int32 = -1

    /// How many kinds of devices it has that `request` does not ask for.
    func surplus(over request: SlotRequest) -> Int { (key.mask & ~request.mask).nonzeroBitCount }

    /// The position of an order, which is made now if nobody has asked for it.
    mutating func order(by preference: AgentOrder.Preference, _ free: AgentAmounts) -> Int {
        for index in orders.indices where orders[index].preference == preference { return index }
        orders.append((preference, AgentOrder(Array(agents), by: preference, free)))
        return orders.count - 1
    }

    /// Takes an agent out of all orders before what it has free changes.
    mutating func remove(_ agent: Int, _ free: AgentAmounts) {
        for index in orders.indices { orders[index].order.remove(agent, free) }
    }

    /// Puts it in again.
    mutating func insert(_ agent: Int, _ free: AgentAmounts) {
        for index in orders.indices { orders[index].order.insert(agent, free) }
    }

    /// Whether some agent has all that is asked for.
    mutating func mayFit(_ request: SlotRequest, _ free: AgentAmounts) -> Bool {
        if orders.isEmpty { _ = order(by: AgentOrder.Preference(slots: [], prefersFree: false), free) }
        return orders[0].order.first(with: request, free) != nil
    }
}
