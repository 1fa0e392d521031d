/// What agents have free, and who comes first where that decides nothing.
struct AgentAmounts: Sendable {
    private(set) var table: AmountTable
    /// The position of each agent by id.
    var ranks: [Int32]

    /// So many agents with nothing, in the order of their numbers.
    init(agents: Int = 0, width: Int = 4) {
        table = AmountTable(rows: agents, width: width)
        ranks = (0..<Int32(agents)).map { $0 }
    }

    /// How many slots there is room for.
    var width: Int { table.width }

    subscript(agent: Int, slot: Int) -> Int64 {
        get { table[agent, slot] }
        set { table[agent, slot] = newValue }
    }

    /// Whether an agent has all that is asked for.
    func fits(_ request: SlotRequest, row agent: Int) -> Bool { table.fits(request, row: agent) }

    /// The first slot, in the order of the request, of which an agent has less than is asked for.
    func lacking(_ request: SlotRequest, row agent: Int) -> Int? { table.lacking(request, row: agent) }

    /// Which of two agents has more of the first of some slots of which they have not the same: more than 0 for `left`.
    func order(_ left: Int, _ right: Int, by slots: [Int]) -> Int { table.order(left, right, by: slots) }

    /// Makes a new last agent.
    mutating func addAgent() {
        table.addRow()
        ranks.append(Int32(ranks.count))
    }

    /// Makes room for so many slots.
    mutating func widen(to slots: Int) { table.widen(to: slots) }

    /// Takes what is asked for from an agent.
    mutating func take(_ request: SlotRequest, from agent: Int) { table.take(request, from: agent) }

    /// Gives it back.
    mutating func giveBack(_ request: SlotRequest, to agent: Int) { table.add(request, to: agent) }

    /// How much an agent lacks of what is asked for, each slot by the part of it that is lacking.
    func lack(of request: SlotRequest, row: Int) -> Double {
        request.amounts.reduce(0) { lack, amount in
            lack + max(0, Double(amount.units - self[row, amount.slot]) / Double(amount.units))
        }
    }
}
