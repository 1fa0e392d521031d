/// A change of what a waiting session asks for, in one dimension.
public enum RequestChange: Sendable, Equatable {
    /// No kernel asks for more of a slot than this; nothing of it where the amount is zero.
    case slot(SlotName, from: Quantity, to: Quantity)
    /// A time limit of so many seconds, or a shorter one.
    case timeLimit(from: Int64?, to: Int64)
    /// A higher priority.
    case priority(from: Int, to: Int)
    /// Fewer kernels.
    case kernels(from: Int, to: Int)
    /// Kernels on several agents rather than on one.
    case multiNode
    /// Any agent rather than the one that is named.
    case anyAgent
    /// No earliest start.
    case startNow

    /// How much of the request it changes: the part of an amount that is taken away, and one half where there is no amount.
    public var size: Double {
        switch self {
        case .slot(_, let from, let to): Self.part(Double((from - to).thousandths), of: Double(from.thousandths))
        case .timeLimit(let from, let to): from.map { Self.part(Double($0 - to), of: Double($0)) } ?? 0.5
        case .priority(let from, let to): Self.part(Double(to - from), of: 100)
        case .kernels(let from, let to): Self.part(Double(from - to), of: Double(from))
        case .multiNode, .anyAgent, .startNow: 0.5
        }
    }

    /// The change as options of the command line; empty where it is to leave one out.
    public var option: String {
        switch self {
        case .slot(let slot, _, let to): to == .zero ? "" : "-r \(slot)=\(slot.text(to))"
        case .timeLimit(_, let to): "--time-limit \(to)s"
        case .priority(_, let to): "--priority \(to)"
        case .kernels(_, let to): "--cluster-size \(to)"
        case .multiNode: "--cluster-mode multi-node"
        case .anyAgent, .startNow: ""
        }
    }

    private static func part(_ part: Double, of whole: Double) -> Double { whole > 0 ? part / whole : 0 }

    /// The change in words, as what to ask for instead.
    public var sentence: String {
        switch self {
        case .slot(let slot, _, let to) where to == .zero: "no `\(slot)`"
        case .slot(let slot, let from, let to): "\(slot)=\(slot.text(to)) instead of \(slot.text(from))"
        case .timeLimit(nil, let to): "a time limit of \(to) s"
        case .timeLimit(.some(let from), let to): "a time limit of \(to) s instead of \(from) s"
        case .priority(let from, let to): "priority \(to) instead of \(from)"
        case .kernels(let from, let to): "\(to) kernel\(to == 1 ? "" : "s") instead of \(from)"
        case .multiNode: "kernels on several agents (`--cluster-mode multi-node`)"
        case .anyAgent: "any agent instead of the one named"
        case .startNow: "no `--starts-at`"
        }
    }
}

extension SlotName {
    fileprivate func text(_ amount: Quantity) -> String {
        isBytes ? BinarySize(bytes: amount.whole).description : amount.description
    }
}

extension PendingSession {
    /// The same session with a request that is changed.
    public func changed(by change: RequestChange) -> PendingSession {
        var (kernels, mode, priority) = (kernels, mode, priority)
        var (startsAt, timeLimit) = (startsAt, timeLimit)
        switch change {
        case .slot(let slot, _, let to):
            kernels = kernels.map { kernel in
                var slots = kernel.slots
                if slots[slot] > to { slots[slot] = to }
                return KernelRequest(
                    kernel: kernel.kernel, architecture: kernel.architecture, slots: slots, agent: kernel.agent)
            }
        case .kernels(_, let to): kernels = Array(kernels.prefix(to))
        case .anyAgent:
            kernels = kernels.map {
                KernelRequest(kernel: $0.kernel, architecture: $0.architecture, slots: $0.slots)
            }
        case .multiNode: mode = .multiNode
        case .priority(_, let to): priority = to
        case .timeLimit(_, let to): timeLimit = to
        case .startNow: startsAt = nil
        }
        return PendingSession(
            id: id, holder: holder, kernels: kernels, mode: mode, scalingGroup: scalingGroup, priority: priority,
            since: since, startsAt: startsAt, dependencies: dependencies, timeLimit: timeLimit,
            isPreemptible: isPreemptible)
    }
}
