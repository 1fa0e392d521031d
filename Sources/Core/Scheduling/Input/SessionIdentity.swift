/// What stays the same of a session from the moment it waits until its last kernel has ended.
///
/// One object for each session, so that a cycle that places a hundred thousand of them copies none.
final class SessionIdentity: Sendable, Equatable {
    let id: SessionID
    let holder: SessionHolder
    let scalingGroup: String
    let priority: Int
    let isPreemptible: Bool

    init(id: SessionID, holder: SessionHolder, scalingGroup: String, priority: Int, isPreemptible: Bool) {
        self.id = id
        self.holder = holder
        self.scalingGroup = scalingGroup
        self.priority = priority
        self.isPreemptible = isPreemptible
    }

    static func == (left: SessionIdentity, right: SessionIdentity) -> Bool {
        left === right
            || left.id == right.id && left.holder == right.holder && left.scalingGroup == right.scalingGroup
                && left.priority == right.priority && left.isPreemptible == right.isPreemptible
    }
}
