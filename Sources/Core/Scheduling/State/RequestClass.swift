/// What sessions that are alike ask for: where one of them finds no room, no other one does.
struct RequestClass: Sendable, Hashable {
    /// What one kernel asks for.
    struct Kernel: Sendable, Hashable {
        let architecture: Int
        let request: SlotRequest
        /// The agent on which alone it may run; nil is any.
        let agent: Int?
    }

    let scalingGroup: Int
    /// The kernels, the main one first.
    let kernels: [Kernel]
    /// Whether all kernels must be on one agent.
    let isTogether: Bool
    /// What all of them ask for, counted as one session.
    let total: SlotRequest

    /// Describes a class; a session of one kernel is the same in either mode.
    init(scalingGroup: Int, kernels: [Kernel], mode: ClusterMode) {
        self.scalingGroup = scalingGroup
        self.kernels = kernels
        isTogether = mode == .singleNode || kernels.count == 1
        total = SlotRequest.sum(kernels.map(\.request)).countedOnce
    }

    /// What must be found on one agent each: one part of all kernels, or a part of each, the largest first.
    var parts: [RequestPart] {
        if isTogether { return [RequestPart(kernels, Array(kernels.indices))] }
        let byAmount = kernels.indices.sorted { left, right in
            let (first, second) = (kernels[left].request.amounts, kernels[right].request.amounts)
            for (one, other) in zip(first, second) where one.units != other.units { return one.units > other.units }
            return left < right
        }
        return byAmount.map { RequestPart([kernels[$0]], [$0]) }
    }
}

/// The kernels of a session that go to one agent.
///
/// One object, since a cycle looks at it a hundred thousand times.
final class RequestPart: Sendable {
    /// Which kernels of the session.
    let kernels: [Int]
    /// What each of them asks for.
    let requests: [SlotRequest]
    /// What they ask for together.
    let sum: SlotRequest
    let architecture: Int
    let agent: Int?
    /// How agents are compared: by what they have free of the slots asked for, or not at all.
    private let mostFree: AgentOrder.Preference
    private let leastFree: AgentOrder.Preference
    private let inTurn = AgentOrder.Preference(slots: [], prefersFree: false)

    /// How a selection compares agents.
    func preference(_ selection: SchedulingOptions.Selection) -> AgentOrder.Preference {
        switch selection {
        case .dispersed: mostFree
        case .concentrated, .topology: leastFree
        case .roundRobin: inTurn
        }
    }

    fileprivate init(_ kernels: [RequestClass.Kernel], _ positions: [Int]) {
        self.kernels = positions
        requests = kernels.map(\.request)
        sum = kernels.count == 1 ? kernels[0].request : SlotRequest.sum(requests)
        architecture = kernels[0].architecture
        agent = kernels.lazy.compactMap(\.agent).first
        let slots = sum.amounts.map(\.slot).filter { $0 != SlotTable.count }
        mostFree = AgentOrder.Preference(slots: slots, prefersFree: true)
        leastFree = AgentOrder.Preference(slots: slots, prefersFree: false)
    }

    /// Whether parts are unequal: of equal ones it does not matter which agent gets which.
    static func areUnequal(_ parts: [RequestPart]) -> Bool {
        parts.contains {
            $0.requests != parts[0].requests || $0.architecture != parts[0].architecture || $0.agent != nil
        }
    }
}
