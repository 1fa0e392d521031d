/// Agents in the order in which a strategy likes them, to find the first that has room.
///
/// The order follows what is free, so it changes with every placement. Agents stand in runs of at most 128; a run knows the most
/// that any of its agents may have free of each slot, so that those without room are passed over by the run. Both to find an
/// agent and to move one takes some hundred comparisons among ten thousand agents.
struct AgentOrder: Sendable {
    /// What makes an agent be liked.
    struct Preference: Sendable, Hashable {
        /// The slots that are compared, the first one first.
        let slots: [Int]
        /// Whether much that is free comes first, or little.
        let prefersFree: Bool
    }

    private struct Run: Sendable {
        var agents: [Int32]
        /// For each slot no less than what any agent of the run has free.
        var most: [Int64]

        func mayFit(_ request: SlotRequest) -> Bool {
            for amount in request.amounts where most[amount.slot] < amount.units { return false }
            return true
        }
    }

    private static let longest = 128

    private let preference: Preference
    private var runs: [Run] = []

    /// Puts agents in order.
    ///
    /// - Parameters:
    ///   - agents: Their rows in `free`. Of equal ones the lower row comes first.
    ///   - preference: What makes an agent be liked.
    ///   - free: What they have free.
    init(_ agents: [Int], by preference: Preference, _ free: AgentAmounts) {
        self.preference = preference
        let sorted = agents.map(Int32.init).sorted { [preference] in
            AgentOrder.precedes(Int($0), Int($1), preference, free)
        }
        var start = 0
        while start < sorted.count {
            let end = min(start + AgentOrder.longest / 2, sorted.count)
            runs.append(AgentOrder.run(Array(sorted[start..<end]), free))
            start = end
        }
    }

    /// How far a look through the order has come.
    struct Look {
        /// Looks only at agents that come after this one by id; for an order that compares no slots.
        var rank: Int32 = -1
        fileprivate var run = 0
        fileprivate var position = 0
        fileprivate var hasFound = false

        /// Looks from the beginning.
        init(after rank: Int32 = -1) {
            self.rank = rank
        }
    }

    /// The next agent that has room.
    ///
    /// - Parameters:
    ///   - request: What it must have free.
    ///   - free: What agents have free.
    ///   - look: How far the look has come.
    /// - Returns: Its row, or nil.
    mutating func next(with request: SlotRequest, _ free: AgentAmounts, _ look: inout Look) -> Int? {
        while look.run < runs.count {
            let index = look.run
            if look.position > 0 || mayFit(index, request, free, look.rank) {
                let count = runs[index].agents.count
                while look.position < count {
                    let agent = Int(runs[index].agents[look.position])
                    look.position += 1
                    if free.fits(request, row: agent), free.ranks[agent] > look.rank {
                        look.hasFound = true
                        return agent
                    }
                }
                // The run knew of more than there is now: agents have moved out of it.
                if !look.hasFound, look.rank < 0 { runs[index].most = AgentOrder.most(runs[index].agents, free) }
            }
            look.run += 1
            (look.position, look.hasFound) = (0, false)
        }
        return nil
    }

    /// The first agent that has room, or nil.
    mutating func first(with request: SlotRequest, _ free: AgentAmounts) -> Int? {
        var look = Look()
        return next(with: request, free, &look)
    }

    private func mayFit(_ run: Int, _ request: SlotRequest, _ free: AgentAmounts, _ rank: Int32) -> Bool {
        if rank >= 0, let last = runs[run].agents.last, free.ranks[Int(last)] <= rank { return false }
        return runs[run].mayFit(request)
    }

    /// Moves an agent to where it belongs after `change` to what it has free.
    mutating func move(_ agent: Int, _ free: inout AgentAmounts, _ change: (inout AgentAmounts) -> Void) {
        remove(agent, free)
        change(&free)
        insert(agent, free)
    }

    /// Takes an agent out, whose free amounts are still those by which it stands in order.
    mutating func remove(_ agent: Int, _ free: AgentAmounts) {
        guard let index = run(for: agent, free),
            let position = runs[index].agents.firstIndex(of: Int32(agent))
        else { return }
        runs[index].agents.remove(at: position)
        if runs[index].agents.isEmpty { runs.remove(at: index) }
    }

    /// Puts an agent in.
    mutating func insert(_ agent: Int, _ free: AgentAmounts) {
        guard let index = run(for: agent, free) else {
            runs.append(AgentOrder.run([Int32(agent)], free))
            return
        }
        let position = runs[index].agents.partitioningIndex { !precedes(Int($0), agent, free) }
        runs[index].agents.insert(Int32(agent), at: position)
        for slot in 0..<free.width { runs[index].most[slot] = max(runs[index].most[slot], free[agent, slot]) }
        guard runs[index].agents.count > AgentOrder.longest else { return }
        let half = runs[index].agents.count / 2
        let later = AgentOrder.run(Array(runs[index].agents[half...]), free)
        runs[index] = AgentOrder.run(Array(runs[index].agents[..<half]), free)
        runs.insert(later, at: index + 1)
    }

    /// All agents in order.
    var agents: [Int] { runs.flatMap { $0.agents.map(Int.init) } }

    /// The run in which an agent stands or would stand: the last one that begins no later than it.
    private func run(for agent: Int, _ free: AgentAmounts) -> Int? {
        guard !runs.isEmpty else { return nil }
        let later = runs.partitioningIndex { precedes(agent, Int($0.agents[0]), free) }
        return max(later - 1, 0)
    }

    private func precedes(_ left: Int, _ right: Int, _ free: AgentAmounts) -> Bool {
        AgentOrder.precedes(left, right, preference, free)
    }

    private static func precedes(_ left: Int, _ right: Int, _ preference: Preference, _ free: AgentAmounts) -> Bool {
        let (order, prefersFree) = (free.order(left, right, by: preference.slots), preference.prefersFree)
        if order != 0 { return prefersFree == (order > 0) }
        return free.ranks[left] < free.ranks[right]
    }

    private static func run(_ agents: [Int32], _ free: AgentAmounts) -> Run {
        Run(agents: agents, most: most(agents, free))
    }

    private static func most(_ agents: [Int32], _ free: AgentAmounts) -> [Int64] {
        (0..<free.width).map { slot in agents.reduce(Int64.min) { max($0, free[Int($1), slot]) } }
    }
}
