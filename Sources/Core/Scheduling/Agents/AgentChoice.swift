/// Where some kernels of a session go, and what each of them gets there.
struct AgentChoice: Sendable {
    let agent: Int
    let shares: [[DeviceShare]]
}

/// The partitions whose agents could run a kernel at all, those with the fewest devices that it has no use for first.
struct SuitablePartitions: Sendable {
    /// Partitions with equally many superfluous kinds of devices stand together.
    let tiers: [[Int]]

    /// Finds them.
    ///
    /// - Parameters:
    ///   - request: What the kernel asks for.
    ///   - architecture: The architecture it needs.
    ///   - scalingGroup: Where it may run.
    ///   - partitions: All partitions.
    init(
        for request: SlotRequest, architecture: Int, scalingGroup: Int, of partitions: [AgentPartition]
    ) {
        let suitable = partitions.indices.filter { index in
            let key = partitions[index].key
            return key.scalingGroup == scalingGroup && key.architecture == architecture
                && key.mask & request.mask == request.mask
        }
        let bySurplus = Dictionary(grouping: suitable) { partitions[$0].surplus(over: request) }
        tiers = bySurplus.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension AgentPool {
    /// Whether some agent has as much free as a part asks for, whatever its devices are like.
    mutating func mayFit(_ part: RequestPart, _ suitable: SuitablePartitions) -> Bool {
        for partition in suitable.tiers.joined() where partitions[partition].mayFit(part.sum, free) { return true }
        return false
    }

    /// How many agents with room a choice by devices compares.
    private static let compared = 64

    /// Chooses an agent that has room for a kernel.
    ///
    /// - Parameters:
    ///   - part: What the kernels ask for.
    ///   - suitable: Where to look.
    ///   - selection: Which of those that have room is taken.
    ///   - slots: The slots' numbers.
    ///   - isAllowed: Whether an agent that has room may be used.
    /// - Returns: The agent and its devices; nil when none has room.
    mutating func choose(
        for part: RequestPart, in suitable: SuitablePartitions, by selection: SchedulingOptions.Selection,
        _ slots: SlotTable, where isAllowed: (AgentChoice) -> Bool
    ) -> AgentChoice? {
        for tier in suitable.tiers {
            var best: AgentChoice?
            for partition in tier {
                guard let found = choose(for: part, in: partition, by: selection, slots, where: isAllowed) else {
                    continue
                }
                if let other = best, !precedes(found.agent, other.agent, for: part.sum, by: selection) { continue }
                best = found
            }
            if let best { return best }
        }
        return nil
    }

    private mutating func choose(
        for part: RequestPart, in partition: Int, by selection: SchedulingOptions.Selection, _ slots: SlotTable,
        where isAllowed: (AgentChoice) -> Bool
    ) -> AgentChoice? {
        let preference = AgentOrder.Preference(part.sum, by: selection)
        let order = partitions[partition].order(by: preference, free)
        let entries = entries
        var chosen: AgentChoice?
        let accepts = { (agent: Int) -> Bool in
            guard let shares = entries[agent].devices.shares(for: part.requests, slots) else { return false }
            let choice = AgentChoice(agent: agent, shares: shares)
            guard isAllowed(choice) else { return false }
            chosen = choice
            return true
        }
        if selection == .topology, part.sum.amounts.contains(where: { slots[$0.slot].isAccelerator }) {
            return nearest(for: part, in: partition, order, slots, where: isAllowed)
        }
        let cursor = selection == .roundRobin ? partitions[partition].cursor : -1
        var found = partitions[partition].orders[order].order.first(
            with: part.sum, free, after: cursor, where: accepts)
        if found == nil, cursor >= 0 {
            found = partitions[partition].orders[order].order.first(with: part.sum, free, where: accepts)
        }
        if let found, selection == .roundRobin { partitions[partition].cursor = free.ranks[found] }
        return chosen
    }

    /// Of the first agents with room, the one whose devices are nearest to each other.
    private mutating func nearest(
        for part: RequestPart, in partition: Int, _ order: Int, _ slots: SlotTable,
        where isAllowed: (AgentChoice) -> Bool
    ) -> AgentChoice? {
        let entries = entries
        var best: (choice: AgentChoice, distance: Int)?
        var compared = 0
        _ = partitions[partition].orders[order].order.first(with: part.sum, free) { agent in
            guard let shares = entries[agent].devices.shares(for: part.requests, slots) else { return false }
            let choice = AgentChoice(agent: agent, shares: shares)
            guard isAllowed(choice) else { return false }
            let distance = entries[agent].devices.distance(of: shares.flatMap { $0 })
            if distance < best?.distance ?? .max { best = (choice, distance) }
            compared += 1
            return distance == 0 || compared == AgentPool.compared
        }
        return best?.choice
    }

    private func precedes(
        _ left: Int, _ right: Int, for request: SlotRequest, by selection: SchedulingOptions.Selection
    ) -> Bool {
        let preference = AgentOrder.Preference(request, by: selection)
        for slot in preference.slots where free[left, slot] != free[right, slot] {
            return (free[left, slot] > free[right, slot]) == preference.prefersFree
        }
        return free.ranks[left] < free.ranks[right]
    }
}

extension AgentOrder.Preference {
    /// How a selection compares agents for a request.
    init(_ request: SlotRequest, by selection: SchedulingOptions.Selection) {
        let slots =
            selection == .roundRobin ? [] : request.amounts.lazy.map(\.slot).filter { $0 != SlotTable.count }
        self.init(slots: Array(slots), prefersFree: selection == .dispersed)
    }
}
