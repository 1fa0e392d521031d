/// What becomes of the sessions of an agent that does not answer any more.
public struct LostAgentRules: Sendable, Equatable {
    /// What is done with those that run.
    public enum Action: String, Sendable, CaseIterable {
        /// They go on if the agent comes back.
        case keep
        /// They end, some time after the agent has been taken for lost.
        case terminate
    }

    /// What is done with those that run.
    public var action: Action
    /// The seconds from the loss of the agent until they end.
    public var patience: Int64

    /// Sessions are kept.
    public static let usual = LostAgentRules()

    /// Describes what is done.
    public init(action: Action = .keep, patience: Int64 = 600) {
        self.action = action
        self.patience = patience
    }

    /// When the kernels of a session there count as gone; ``UnixTime/never`` where they are waited for.
    ///
    /// One that is to end anyway does so at once: nobody wants what it holds.
    ///
    /// - Parameters:
    ///   - status: Where the session stands.
    ///   - lost: When the agent was taken for lost.
    /// - Returns: The moment.
    public func end(of status: SessionStatus, lost: UnixTime) -> UnixTime {
        if status == .terminating { return lost }
        return action == .terminate ? lost.adding(seconds: patience) : .never
    }
}
