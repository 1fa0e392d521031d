/// All agents, with what they have free, in the orders in which they are chosen.
struct AgentPool: Sendable {
    /// One agent.
    struct Entry: Sendable {
        let id: AgentID
        var architecture: Int
        var scalingGroup: Int
        var devices: AgentDevices
        /// The most kernels; nil is no limit.
        var maximumKernels: Int?
        /// Whether it is there at all.
        var isPresent = false
        /// Where it stands in order; nil when it takes nothing.
        var partition: Int?
    }

    private var numbers = Numbering<AgentID>()
    private(set) var entries: [Entry] = []
    private(set) var free = AgentAmounts()
    private(set) var capacity = AmountTable()
    /// The kernels on each agent, in thousands as the counting slot has them.
    private var kernels: [Int64] = []
    var partitions: [AgentPartition] = []
    private var partitionNumbers: [AgentPartition.Key: Int] = [:]
    /// Changes whenever other agents may be suitable than before.
    private(set) var epoch = 0
    private var mustRank = false

    /// The number of an agent; one that was not known is not present.
    mutating func number(of id: AgentID) -> Int {
        let number = numbers.number(of: id)
        if number == entries.count {
            var none = SlotTable()
            entries.append(
                Entry(
                    id: id, architecture: -1, scalingGroup: -1,
                    devices: AgentDevices([], by: [:], numbering: &none), maximumKernels: nil))
            free.addAgent()
            capacity.addRow()
            kernels.append(0)
            mustRank = true
        }
        return number
    }

    /// The number of an agent, or nil.
    func known(_ id: AgentID) -> Int? { numbers.known(id) }

    /// How some agent that has a slot gives amounts of it; nil when none has it.
    func rules(of slot: Int) -> SlotRules? {
        for entry in entries where entry.isPresent {
            if let group = entry.devices.groups.first(where: { $0.slot == slot }) { return group.rules }
        }
        return nil
    }

    /// Takes in slots that have got numbers since.
    mutating func extend(to slots: SlotTable) {
        guard slots.size > free.width else { return }
        free.widen(to: slots.size)
        capacity.widen(to: slots.size)
        for index in partitions.indices { partitions[index].orders = [] }
    }

    /// Says what an agent is; its devices hold what `held` says.
    mutating func set(
        _ number: Int, architecture: Int, scalingGroup: Int, devices: AgentDevices, maximumKernels: Int?
    ) {
        leave(number)
        entries[number].architecture = architecture
        entries[number].scalingGroup = scalingGroup
        entries[number].devices = devices
        entries[number].maximumKernels = maximumKernels
        entries[number].isPresent = true
        for slot in 0..<capacity.width { (capacity[number, slot], free[number, slot]) = (0, 0) }
        for group in devices.groups { capacity[number, group.slot] = group.capacity }
        refresh(number)
        join(number)
        epoch += 1
    }

    /// Says that an agent takes nothing any more; what is held on it stays held.
    mutating func remove(_ number: Int) {
        guard entries[number].isPresent else { return }
        leave(number)
        entries[number].isPresent = false
        epoch += 1
    }

    /// Takes what one kernel gets, whether that is free or not.
    mutating func take(_ request: SlotRequest, _ shares: [DeviceShare], on number: Int) {
        kernels[number] += 1000
        guard let partition = entries[number].partition, entries[number].devices.have(shares) else {
            return change(number) { $0.take(shares) }
        }
        grant(request, shares, on: number, in: partition)
    }

    /// Takes what has just been found free for one kernel.
    mutating func grant(_ request: SlotRequest, _ shares: [DeviceShare], on number: Int) {
        guard let partition = entries[number].partition else { return }
        kernels[number] += 1000
        grant(request, shares, on: number, in: partition)
    }

    private mutating func grant(
        _ request: SlotRequest, _ shares: [DeviceShare], on number: Int, in partition: Int
    ) {
        partitions[partition].remove(number, free)
        entries[number].devices.take(shares)
        free.take(request, from: number)
        partitions[partition].insert(number, free)
    }

    /// Gives back what one kernel had.
    mutating func giveBack(_ shares: [DeviceShare], on number: Int) {
        kernels[number] -= 1000
        change(number) { $0.take(shares, givesBack: true) }
    }

    /// Changes what an agent's devices give, by which it may begin or cease to take anything.
    private mutating func change(_ number: Int, _ change: (inout AgentDevices) -> Void) {
        let partition = entries[number].partition
        leave(number)
        change(&entries[number].devices)
        guard entries[number].isPresent else { return }
        refresh(number)
        join(number)
        if entries[number].partition != partition { epoch += 1 }
    }

    /// Puts agents that have come since in order.
    mutating func rank() {
        guard mustRank else { return }
        mustRank = false
        let sorted = entries.indices.sorted { entries[$0].id < entries[$1].id }
        for (rank, agent) in sorted.enumerated() { free.ranks[agent] = Int32(rank) }
        for index in partitions.indices { partitions[index].orders = [] }
    }

    /// What a scaling group's agents have together, by slot.
    func capacity(of scalingGroup: Int) -> [Int64] {
        var sum = Array(repeating: Int64(0), count: capacity.width)
        for partition in partitions where partition.key.scalingGroup == scalingGroup {
            for agent in partition.agents {
                for slot in sum.indices { sum[slot] = sum[slot].addingClamped(capacity[agent, slot]) }
            }
        }
        return sum
    }

    /// How many kernels more an agent could have; nil is no limit.
    func kernelsLeft(on number: Int) -> Int? {
        entries[number].maximumKernels.map { $0 - Int(kernels[number] / 1000) }
    }

    /// Writes what is free of each slot as its devices say.
    private mutating func refresh(_ number: Int) {
        let entry = entries[number]
        for group in entry.devices.groups { free[number, group.slot] = group.free }
        free[number, SlotTable.count] = entry.maximumKernels.map { Int64($0) * 1000 - kernels[number] } ?? .max / 2
        capacity[number, SlotTable.count] = entry.maximumKernels.map { Int64($0) * 1000 } ?? .max / 2
    }

    private mutating func join(_ number: Int) {
        let entry = entries[number]
        guard entry.isPresent, !entry.devices.isOvercommitted else { return }
        let key = AgentPartition.Key(
            scalingGroup: entry.scalingGroup, architecture: entry.architecture, mask: entry.devices.mask)
        let partition = partitionNumbers[key] ?? makePartition(key)
        partitions[partition].agents.insert(number)
        partitions[partition].insert(number, free)
        entries[number].partition = partition
    }

    private mutating func makePartition(_ key: AgentPartition.Key) -> Int {
        partitions.append(AgentPartition(key: key))
        partitionNumbers[key] = partitions.count - 1
        epoch += 1
        return partitions.count - 1
    }

    private mutating func leave(_ number: Int) {
        guard let partition = entries[number].partition else { return }
        partitions[partition].remove(number, free)
        partitions[partition].agents.remove(number)
        entries[number].partition = nil
    }
}
