/// How one scaling group is scheduled.
public struct SchedulingOptions: Sendable, Equatable {
    /// Which of the agents that have room is taken.
    public enum Selection: String, Sendable, Codable, CaseIterable {
        /// The one with most free, so that sessions spread.
        case dispersed
        /// The one with least free, so that whole agents stay empty.
        case concentrated
        /// One after the other, by id.
        case roundRobin = "round-robin"
        /// The one whose devices are nearest to each other, and of those the one with least free.
        case topology = "topology-aware"
    }

    /// What becomes of a session whose place another one takes.
    public enum Preemption: String, Sendable, Codable, CaseIterable {
        /// Nobody's place is taken.
        case off
        /// It ends.
        case terminate
        /// A batch session waits again, as one that has waited since it came, and begins anew; others end.
        case requeue
    }

    /// Who comes first.
    public var sequencer: Sequencer
    /// Which agent is taken.
    public var selection: Selection
    /// The kinds of slots by which agents are compared, the first one first; others follow by name.
    public var slotPriority: [String]
    /// Whether sessions may pass one that waits for room, if they do not delay it.
    public var allowsBackfill: Bool
    /// What becomes of a session whose place another one takes.
    public var preemption: Preemption
    /// The seconds after which a waiting session is given up; 0 is never.
    public var pendingTimeout: Int64

    /// The original's order of kinds.
    public static let usualSlotPriority = ["cuda", "rocm", "tpu", "cpu", "mem"]

    /// Describes how a scaling group is scheduled.
    public init(
        sequencer: Sequencer = .fifo, selection: Selection = .dispersed,
        slotPriority: [String] = SchedulingOptions.usualSlotPriority, allowsBackfill: Bool = true,
        preemption: Preemption = .off, pendingTimeout: Int64 = 0
    ) {
        self.sequencer = sequencer
        self.selection = selection
        self.slotPriority = slotPriority
        self.allowsBackfill = allowsBackfill
        self.preemption = preemption
        self.pendingTimeout = pendingTimeout
    }
}
