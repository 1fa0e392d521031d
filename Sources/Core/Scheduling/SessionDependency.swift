/// A session that another one waits for.
public struct SessionDependency: Sendable, Equatable {
    /// What has become of it.
    public enum Outcome: Sendable, Equatable {
        /// It has not ended.
        case open
        /// Its program ended in success.
        case succeeded
        /// It ended in any other way, as interactive sessions always do.
        case failed

        /// What a status and a result come to.
        public init(_ status: SessionStatus, _ result: SessionResult) {
            self = status.isFinal ? (result == .success ? .succeeded : .failed) : .open
        }
    }

    /// Which session.
    public let id: SessionID
    /// Its name, for sentences.
    public let name: String
    /// What has become of it.
    public let outcome: Outcome

    /// Describes a dependency.
    public init(id: SessionID, name: String, outcome: Outcome) {
        self.id = id
        self.name = name
        self.outcome = outcome
    }
}
