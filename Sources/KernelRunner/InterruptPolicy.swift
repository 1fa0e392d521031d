/// Decides what an interrupt of the run in progress does: a signal first, the end if that did not help.
struct InterruptPolicy {
    /// What is done about an interrupt.
    enum Action: Equatable {
        /// SIGINT, which code can handle.
        case signal
        /// SIGKILL for the interpreter.
        case kill
    }

    /// How soon after an interrupt another one kills.
    static let patience = Duration.seconds(5)

    private var last: Duration?

    /// Whether the run has been interrupted.
    var wasInterrupted: Bool { last != nil }

    /// Takes an interrupt at `now`, a time that only moves forward.
    mutating func interrupt(at now: Duration) -> Action {
        defer { last = now }
        if let last, now - last <= InterruptPolicy.patience { return .kill }
        return .signal
    }
}
