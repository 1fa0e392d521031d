import Core

/// How long a run may take, and what follows when it takes longer: an interrupt, and soon after that its end.
struct RunLimit: Equatable {
    /// How long code may take to stop once its time is over.
    static let grace = Duration.seconds(2)

    /// Whether the time is over.
    private(set) var isExceeded = false
    /// When something follows; nil for never.
    private(set) var deadline: Duration?

    private let seconds: Double?

    /// A limit of so many seconds; nil for none.
    init(seconds: Double?) {
        self.seconds = seconds
    }

    /// The run begins at `now`.
    mutating func begin(at now: Duration) {
        // Beyond a year it means never.
        if let seconds, seconds < 366 * 86400 { deadline = now + .seconds(max(seconds, 0)) }
    }

    /// Looks at the clock.
    ///
    /// - Returns: Whether the run is to be interrupted: once when its time is over, and once more after the grace.
    mutating func check(at now: Duration) -> Bool {
        guard let due = deadline, now >= due else { return false }
        deadline = isExceeded ? nil : now + RunLimit.grace
        isExceeded = true
        return true
    }

    /// The result as the user is to see it.
    func amend(_ result: RunResult) -> RunResult {
        guard isExceeded, let seconds else { return result }
        var ended = result.timedOut(after: seconds)
        ended.outputSince = result.outputSince
        return ended
    }
}
