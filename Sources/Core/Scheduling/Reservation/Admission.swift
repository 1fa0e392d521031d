/// Which agents a session may have of those that have room: the one it names, and none that is kept for another one.
struct Admission {
    /// The only agent that comes into question; nil is any.
    var agent: Int?
    /// What is kept, with what this session has been given of it.
    private(set) var kept: Reservation?
    /// Whether something would have done if it were not kept.
    private(set) var hasMetReserved = false
    private let end: UnixTime

    /// An admission of a session.
    ///
    /// - Parameters:
    ///   - kept: What is kept for another session.
    ///   - end: When the session has ended at the latest.
    init(kept: Reservation?, end: UnixTime) {
        self.kept = kept
        self.end = end
    }

    /// Whether the session may have what has been found.
    mutating func admits(_ choice: AgentChoice) -> Bool {
        if let agent, agent != choice.agent { return false }
        if kept?.allows(choice, endingBy: end) ?? true { return true }
        hasMetReserved = true
        return false
    }

    /// Notes what the session gets.
    mutating func note(_ choice: AgentChoice) { kept?.note(choice, endingBy: end) }
}
