/// What a scheduling cycle decided.
///
/// Saved in one transaction, then acted on.
public struct Plan: Sendable, Equatable {
    /// One session's place.
    public struct Placement: Sendable, Equatable {
        /// What it holds from now on.
        public let session: HeldSession
    }

    /// One session that stays, and why.
    public struct Waiting: Sendable, Equatable {
        /// The session that waits.
        public let session: SessionID
        /// The one reason that binds.
        public let reason: WaitReason
    }

    /// One session that is given up.
    public struct Cancellation: Sendable, Equatable {
        /// The session.
        public let session: SessionID
        /// Why.
        public let reason: CancelReason
    }

    /// One session that is to end.
    public struct Ending: Sendable, Equatable {
        /// The session.
        public let session: SessionID
        /// Why.
        public let reason: EndReason
    }

    /// The sessions that start.
    public internal(set) var placements: [Placement] = []
    /// The sessions that are to end.
    public internal(set) var endings: [Ending] = []
    /// The sessions that stay for another reason than was told before.
    public internal(set) var waiting: [Waiting] = []
    /// The sessions that are given up.
    public internal(set) var cancellations: [Cancellation] = []

    /// A plan of nothing.
    public init() {}

    /// Whether there is nothing to be saved.
    public var isEmpty: Bool { placements.isEmpty && endings.isEmpty && waiting.isEmpty && cancellations.isEmpty }
}

/// Why a session is not placed.
public enum WaitReason: Sendable, Equatable {
    /// It is to start at that time.
    case beforeStart(UnixTime)
    /// Sessions that it depends on have not ended.
    case dependencies([String])
    /// The owner runs as many sessions as the policy allows.
    case sessionLimit(Int)
    /// The owner's policy allows no more of this slot.
    case ownerLimit(SlotName)
    /// The policy of the user's main keypair allows no more of this slot.
    case userLimit(SlotName)
    /// The group may have no more of this slot.
    case groupLimit(SlotName)
    /// The domain may have no more of this slot.
    case domainLimit(SlotName)
    /// No agent could ever run it, as long as none joins.
    case noAgent
    /// Every agent has as many kernels as it may have.
    case agentsFull
    /// No agent has so much of this slot free now.
    case noRoom(SlotName)
    /// Enough is free of each slot, but not where the others are.
    case scattered
    /// An earlier session waits for room, and none may pass it.
    case behind
    /// What is free is kept for an earlier session.
    case reserved

    /// The reason in the wire's words.
    public var status: StatusReason {
        switch self {
        case .beforeStart, .dependencies, .sessionLimit, .ownerLimit, .userLimit, .groupLimit, .domainLimit:
            .predicateChecksFailed
        case .noAgent, .agentsFull, .noRoom, .scattered, .behind, .reserved: .noAvailableInstances
        }
    }

    /// The reason in a sentence.
    public var sentence: String {
        switch self {
        case .beforeStart(let time): "Before start time (\(RequestDate.header(for: time.date).text))"
        case .dependencies(let names):
            "Waiting dependency sessions to finish as success (\(names.joined(separator: ", ")))"
        case .sessionLimit(let limit): "You cannot run more than \(limit) concurrent sessions"
        case .ownerLimit(let slot): "Your keypair resource quota is exceeded (\(slot))"
        case .userLimit(let slot): "Your main-keypair resource quota is exceeded (\(slot))"
        case .groupLimit(let slot): "Your group resource quota is exceeded (\(slot))"
        case .domainLimit(let slot): "Your domain resource quota is exceeded (\(slot))"
        case .noAgent: "no agent that could run it is alive"
        case .agentsFull: "every agent has as many kernels as it may have"
        case .noRoom(let slot): "no agent has enough free `\(slot)`"
        case .scattered: "enough is free, but not on the same agents or devices"
        case .behind: "an earlier session waits for room"
        case .reserved: "what is free is kept for an earlier session"
        }
    }
}
