/// What each of many agents has free of each slot, in thousandths: one row for an agent, one column for a slot.
struct FreeAmounts: Sendable {
    let width: Int
    private var amounts: [Int64]

    /// So many rows of nothing.
    init(agents: Int, slots: Int) {
        width = slots
        amounts = Array(repeating: 0, count: agents * slots)
    }

    subscript(agent: Int, slot: Int) -> Int64 {
        get { amounts[agent * width + slot] }
        set { amounts[agent * width + slot] = newValue }
    }

    /// Whether an agent has all that is asked for.
    func fits(_ request: SlotRequest, agent: Int) -> Bool {
        let row = agent * width
        for amount in request.amounts where amounts[row + amount.slot] < amount.thousandths { return false }
        return true
    }

    /// Takes what is asked for from an agent.
    mutating func take(_ request: SlotRequest, from agent: Int) {
        for amount in request.amounts { amounts[agent * width + amount.slot] -= amount.thousandths }
    }

    /// Gives it back.
    mutating func giveBack(_ request: SlotRequest, to agent: Int) {
        for amount in request.amounts { amounts[agent * width + amount.slot] += amount.thousandths }
    }
}
