/// Where some kernels of a session go, and what each of them gets there.
struct AgentChoice: Sendable {
    let agent: Int
    let shares: KernelShares
}

/// The places of all parts of a session; mostly of one, which then takes no list.
struct AgentChoices: Sendable {
    private var first: AgentChoice?
    private var others: [AgentChoice] = []

    subscript(part: Int) -> AgentChoice {
        if part == 0, let first { return first }
        return others[part - 1]
    }

    mutating func append(_ choice: AgentChoice) {
        if first == nil { first = choice } else { others.append(choice) }
    }

    var all: [AgentChoice] { (first.map { [$0] } ?? []) + others }
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
    ///   - admission: Which of those that have room may be taken at all.
    /// - Returns: The agent and its devices; nil when none has room.
    mutating func choose(
        for part: RequestPart, in suitable: SuitablePartitions, by selection: SchedulingOptions.Selection,
        _ admission: inout Admission
    ) -> AgentChoice? {
        for tier in suitable.tiers {
            var best: AgentChoice?
            for partition in tier {
                guard let found = choose(for: part, in: partition, by: selection, &admission) else {
                    continue
                }
                if let other = best, !precedes(found.agent, other.agent, for: part, by: selection) { continue }
                best = found
            }
            if let best { return best }
        }
        return nil
    }

    private mutating func choose(
        for part: RequestPart, in partition: Int, by selection: SchedulingOptions.Selection,
        _ admission: inout Admission
    ) -> AgentChoice? {
        let order = partitions[partition].order(by: part.preference(selection), free)
        if selection == .topology {
            return nearest(for: part, in: partition, order, &admission)
        }
        guard selection == .roundRobin else {
            return first(for: part, in: partition, order, AgentOrder.Look(), &admission)
        }
        let last = AgentOrder.Look(after: partitions[partition].cursor)
        let found =
            first(for: part, in: partition, order, last, &admission)
            ?? first(for: part, in: partition, order, AgentOrder.Look(), &admission)
        if let found { partitions[partition].cursor = free.ranks[found.agent] }
        return found
    }

    private mutating func first(
        for part: RequestPart, in partition: Int, _ order: Int, _ look: AgentOrder.Look,
        _ admission: inout Admission
    ) -> AgentChoice? {
        var look = look
        while let agent = partitions[partition].orders[order].order.next(with: part.sum, free, &look) {
            guard let shares = entries[agent].devices.shares(for: part.requests) else { continue }
            let choice = AgentChoice(agent: agent, shares: shares)
            if admission.admits(choice) { return choice }
        }
        return nil
    }

    /// Of the first agents with room, the one whose devices are nearest to each other.
    private mutating func nearest(
        for part: RequestPart, in partition: Int, _ order: Int, _ admission: inout Admission
    ) -> AgentChoice? {
        var best: (choice: AgentChoice, distance: Int)?
        var compared = 0
        var look = AgentOrder.Look()
        while compared < AgentPool.compared, best?.distance != 0,
            let agent = partitions[partition].orders[order].order.next(with: part.sum, free, &look)
        {
            guard let shares = entries[agent].devices.shares(for: part.requests) else { continue }
            let choice = AgentChoice(agent: agent, shares: shares)
            guard admission.admits(choice) else { continue }
            let distance = entries[agent].devices.distance(of: shares.all)
            if distance < best?.distance ?? .max { best = (choice, distance) }
            compared += 1
        }
        return best?.choice
    }

    private func precedes(
        _ left: Int, _ right: Int, for part: RequestPart, by selection: SchedulingOptions.Selection
    ) -> Bool {
        let preference = part.preference(selection)
        for slot in preference.slots where free[left, slot] != free[right, slot] {
            return (free[left, slot] > free[right, slot]) == preference.prefersFree
        }
        return free.ranks[left] < free.ranks[right]
    }
}
