/// Which events a listener is told of.
public struct SessionEventFilter: Sendable, Equatable {
    /// Which of a session's events.
    public enum Scope: String, Sendable, CaseIterable {
        case all = "*"
        case session
        case kernel
    }

    /// One session alone.
    public var session: SessionID?
    /// The sessions of this name alone.
    public var name: String?
    /// The sessions of this access key alone.
    public var owner: AccessKey?
    /// The sessions of this domain alone.
    public var domain: String?
    /// The sessions of the group with this id alone.
    public var group: String?
    /// Which of their events.
    public var scope: Scope

    /// A filter; nil lets anything pass.
    public init(
        session: SessionID? = nil, name: String? = nil, owner: AccessKey? = nil, domain: String? = nil,
        group: String? = nil, scope: Scope = .all
    ) {
        self.session = session
        self.name = name
        self.owner = owner
        self.domain = domain
        self.group = group
        self.scope = scope
    }

    /// Whether the session is one of those that are listened to.
    public func accepts(_ subject: SessionEventSubject) -> Bool {
        (session.map { $0 == subject.session } ?? true) && (name.map { $0 == subject.name } ?? true)
            && (owner.map { $0 == subject.owner } ?? true) && (domain.map { $0 == subject.domain } ?? true)
            && (group.map { $0 == subject.group } ?? true)
    }

    /// Whether the event is to be told.
    public func accepts(_ event: SessionEvent) -> Bool {
        let isInScope =
            switch scope {
            case .all: true
            case .session: !event.name.isOfKernel
            case .kernel: event.name.isOfKernel
            }
        return isInScope && accepts(event.subject)
    }
}
