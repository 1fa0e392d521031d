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

extension SessionID {
    /// The first 16 bytes of the text as a number, which compares as the text does: enough to tell sessions apart that
    /// began to wait in the same microsecond.
    var tie: UInt128 {
        var number: UInt128 = 0
        var count = 0
        for byte in rawValue.utf8.prefix(16) {
            number = number << 8 | UInt128(byte)
            count += 1
        }
        return number << UInt128(8 * (16 - count))
    }
}
