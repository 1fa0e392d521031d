/// How long sessions may be on their way from one status to the next, and what is done when they take longer.
public struct TransitRules: Sendable, Equatable {
    /// The seconds after which a start is ordered again; 0 is never, as for the others.
    public var creation: Int64
    /// The seconds after which an image that is being fetched is asked for again.
    public var pulling: Int64
    /// The seconds after which a restart is ordered again.
    public var restart: Int64
    /// The seconds after which an end is ordered again.
    public var termination: Int64
    /// How often an order is given again before the session is given up; an end is ordered until it has come.
    public var retries: Int

    /// Describes how long is too long.
    public init(
        creation: Int64 = 300, pulling: Int64 = 0, restart: Int64 = 300, termination: Int64 = 120, retries: Int = 2
    ) {
        self.creation = creation
        self.pulling = pulling
        self.restart = restart
        self.termination = termination
        self.retries = retries
    }

    /// What is to be done with a session that is on its way.
    public enum Step: Sendable, Equatable {
        /// Nothing before that moment.
        case wait(until: UnixTime)
        /// Its orders are given again, for the n-th time.
        case retry(Int)
        /// It ends, for this reason.
        case giveUp(StatusReason)
    }

    /// The seconds that a status may last; nil for one that may last for ever.
    public func deadline(of status: SessionStatus) -> Int64? {
        let seconds =
            switch status {
            case .scheduled, .preparing: creation
            case .pulling: pulling
            case .restarting: restart
            case .terminating: termination
            case .pending, .running, .runningDegraded, .terminated, .cancelled, .error: Int64(0)
            }
        return seconds > 0 ? seconds : nil
    }

    /// The shortest of all deadlines: what begins to wait later than now is not due before it.
    public var shortest: Int64? {
        [SessionStatus.preparing, .pulling, .restarting, .terminating].compactMap { deadline(of: $0) }.min()
    }

    /// What is to be done with a session.
    ///
    /// - Parameters:
    ///   - status: Where it stands.
    ///   - since: Since when.
    ///   - retries: How often its orders have been given again in that status.
    ///   - now: The present moment.
    /// - Returns: The step.
    public func step(
        of status: SessionStatus, since: UnixTime, retried retries: Int, at now: UnixTime
    ) -> Step {
        guard let deadline = deadline(of: status) else { return .wait(until: .never) }
        // By the time alone, so that a manager that restarts goes on where it was.
        let passed = Int(clamping: Int64((now - since) / .seconds(deadline)))
        if passed > self.retries, status != .terminating { return .giveUp(.creationTimeout) }
        if passed > retries { return .retry(passed) }
        return .wait(
            until: since.adding(seconds: deadline.multipliedReportingOverflow(by: Int64(passed) + 1).partialValue))
    }
}
