/// Which devices are near what a kernel has already been given: those on the same NUMA nodes.
///
/// - SeeAlso: `AffinityMap` and `AffinityHint` in the original's `agent/affinity_map.py`.
public struct NodePreference: Sendable, Equatable {
    /// How the first devices of a kernel are chosen, when there are none to be near to.
    public enum Policy: String, Sendable, Codable {
        /// From the node with the most free.
        case preferSingleNode = "prefer-single-node"
        /// From all nodes in equal parts.
        case interleaved
    }

    /// How the first devices are chosen.
    public let policy: Policy
    /// The nodes of what the kernel has been given; empty at first.
    public let nodes: [Int]

    /// Prefers devices on these nodes.
    public init(_ policy: Policy = .preferSingleNode, near nodes: [Int] = []) {
        self.policy = policy
        self.nodes = nodes
    }

    /// Groups of near devices, and all the others, as positions in `devices`.
    ///
    /// Where no device has a node, or none is on a preferred one, all are as near as each other.
    public func groups(of devices: [Device]) -> (primary: [[Int]], rest: [Int]) {
        let byNode = Dictionary(grouping: devices.indices, by: { devices[$0].node })
        let near = Set(nodes).sorted().compactMap { byNode[$0] }
        if !near.isEmpty { return split(near, of: devices) }
        guard byNode.keys.contains(where: { $0 != nil }) else { return ([Array(devices.indices)], []) }
        let groups = byNode.sorted { ($0.key ?? .max) < ($1.key ?? .max) }.map(\.value)
        if policy == .interleaved { return split(groups, of: devices) }
        let amounts = groups.map { group in group.map { devices[$0].free }.reduce(.zero, +) }
        // The first of equal ones.
        let most = amounts.indices.max { amounts[$0] != amounts[$1] ? amounts[$0] < amounts[$1] : $0 > $1 }
        return split(most.map { [groups[$0]] } ?? [], of: devices)
    }

    private func split(_ primary: [[Int]], of devices: [Device]) -> (primary: [[Int]], rest: [Int]) {
        let near = Set(primary.joined())
        return (primary, devices.indices.filter { !near.contains($0) })
    }
}

/// Divides an amount among groups of near devices first, and among all where those have not enough.
struct NearDivision {
    private let division: ShareDivision
    private let minimum: Int64
    private let capacity: Int64?

    init(_ division: ShareDivision, minimum: Int64, capacity: Int64?) {
        self.division = division
        self.minimum = minimum
        self.capacity = capacity
    }

    /// The share of each device, or nil when there is no division.
    func shares(of amount: Int64, among free: [Int64], primary: [[Int]], rest: [Int]) -> [Int64]? {
        let near = Array(primary.joined())
        return inEqualParts(amount, among: free, primary) ?? shares(of: amount, among: free, from: near)
            ?? shares(of: amount, among: free, from: near + rest)
    }

    /// The same amount from each group, the first ones a step more where it does not divide.
    private func inEqualParts(_ amount: Int64, among free: [Int64], _ groups: [[Int]]) -> [Int64]? {
        guard groups.count > 1, division.granularity == .discrete else { return nil }
        let (part, larger) = amount.quotientAndRemainder(dividingBy: Int64(groups.count))
        var sum = [Int64](repeating: 0, count: free.count)
        for (position, group) in groups.enumerated() {
            let wanted = part + (position < larger ? 1 : 0)
            guard wanted > 0 else { break }
            guard let shares = shares(of: wanted, among: free, from: group) else { return nil }
            for device in group { sum[device] += shares[device] }
        }
        return sum
    }

    /// What `devices` give, in their order; the others give nothing.
    private func shares(of amount: Int64, among free: [Int64], from devices: [Int]) -> [Int64]? {
        let given = division.shares(
            of: amount, among: devices.map { free[$0] }, minimum: minimum, capacity: capacity)
        guard let given else { return nil }
        var shares = [Int64](repeating: 0, count: free.count)
        for (device, share) in zip(devices, given) { shares[device] = share }
        return shares
    }
}
