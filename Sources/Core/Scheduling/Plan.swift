public import FoundationEssentials

/// What a scheduling cycle decided.
///
/// Saved in one transaction, then acted on.
public struct Plan: Sendable, Equatable {
    /// One kernel's place.
    public struct Placement: Sendable, Equatable {
        /// The session placed.
        public let session: SessionID
        /// Its kernel.
        public let kernel: KernelID
        /// Where it goes.
        public let agent: AgentID
        /// What it is given there.
        public let amounts: ResourceSlots
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

    /// The sessions that start.
    public internal(set) var placements: [Placement] = []
    /// The sessions that stay.
    public internal(set) var waiting: [Waiting] = []
    /// The sessions that are given up.
    public internal(set) var cancellations: [Cancellation] = []
}

/// Why a session is not placed.
public enum WaitReason: Sendable, Equatable {
    /// It is to start at that time.
    case beforeStart(Date)
    /// Sessions that it depends on have not ended.
    case dependencies([String])
    /// The owner runs as many sessions as the policy allows.
    case sessionLimit(Int)
    /// The owner's policy allows no more of this slot.
    case ownerLimit(SlotName)
    /// The group may have no more of this slot.
    case groupLimit(SlotName)
    /// The domain may have no more of this slot.
    case domainLimit(SlotName)
    /// No agent has that architecture, or none is alive.
    case noAgent
    /// Every agent has as many kernels as it may have.
    case agentsFull
    /// No agent has so much of this slot free now.
    case noRoom(SlotName)
    /// An earlier session waits for room, and none may pass it.
    case behind(SessionID)

    /// The reason in the wire's words.
    public var status: StatusReason {
        switch self {
        case .beforeStart, .dependencies, .sessionLimit, .ownerLimit, .groupLimit, .domainLimit: .predicateChecksFailed
        case .noAgent, .agentsFull, .noRoom, .behind: .noAvailableInstances
        }
    }

    /// The reason in a sentence.
    public var sentence: String {
        switch self {
        case .beforeStart(let time): "Before start time (\(RequestDate.header(for: time).text))"
        case .dependencies(let names):
            "Waiting dependency sessions to finish as success (\(names.joined(separator: ", ")))"
        case .sessionLimit(let limit): "You cannot run more than \(limit) concurrent sessions"
        case .ownerLimit(let slot): "Your keypair resource quota is exceeded (\(slot))"
        case .groupLimit(let slot): "Your group resource quota is exceeded (\(slot))"
        case .domainLimit(let slot): "Your domain resource quota is exceeded (\(slot))"
        case .noAgent: "no agent that could run it is alive"
        case .agentsFull: "every agent has as many kernels as it may have"
        case .noRoom(let slot): "no agent has enough free `\(slot)`"
        case .behind(let session): "session `\(session)` came first and waits for room"
        }
    }
}
