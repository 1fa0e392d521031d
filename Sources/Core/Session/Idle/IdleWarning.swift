/// A session that will end soon unless it is used.
public struct IdleWarning: Sendable, Equatable {
    /// Which check ends it.
    public let check: IdleCheck
    /// When, if nothing changes.
    public let end: UnixTime
    /// What its end will be put down to.
    public let reason: StatusReason

    /// Names the check and the moment; the reason is the check's unless another one is given.
    public init(check: IdleCheck, end: UnixTime, reason: StatusReason? = nil) {
        self.check = check
        self.end = end
        self.reason = reason ?? check.reason
    }

    /// The line that its status gets.
    public var sentence: String {
        let time = RequestDate.header(for: end.date).text
        return switch check {
        case .sessionLifetime: "It ends at \(time): it will have run for as long as it may"
        case .networkTimeout: "It ends at \(time) if nobody uses it until then"
        case .utilization: "It ends at \(time) if it makes no more use of what it holds"
        }
    }
}

extension IdleRules {
    /// What a session is to be warned of now: the earliest of its ends, if that is near.
    ///
    /// An end for little use cannot be known beforehand; it is taken to be near when the session ends soon if it goes
    /// on as it did last.
    public func warning(
        of subject: IdleSubject, _ access: IdleSubject.Access, _ window: UtilizationWindow = UtilizationWindow(),
        at now: UnixTime
    ) -> IdleWarning? {
        ends(of: subject, access, window, at: now).filter { end in
            warning > 0 && end.end.adding(seconds: -end.lead) <= now
        }.map { end in
            IdleWarning(
                check: end.check, end: end.end, reason: end.check == .sessionLifetime ? subject.lifetimeReason : nil)
        }.min { $0.end < $1.end }
    }

    /// When to look at a session again though nothing is heard of it: at the next end, or the warning of one.
    ///
    /// - Returns: ``UnixTime/never`` for none.
    public func nextLook(
        of subject: IdleSubject, _ access: IdleSubject.Access, at now: UnixTime
    ) -> UnixTime {
        ends(of: subject, access, UtilizationWindow(), at: now).reduce(.never) { earliest, end in
            let warned = end.end.adding(seconds: -end.lead)
            // At its end itself a session goes on.
            let over = UnixTime(microseconds: end.end.microseconds + 1)
            if warning > 0, warned > now { return min(earliest, warned) }
            return end.check == .sessionLifetime ? earliest : min(earliest, over)
        }
    }

    private struct End {
        let check: IdleCheck
        let end: UnixTime
        /// How many seconds before it there is a warning.
        let lead: Int64
    }

    private func ends(
        of subject: IdleSubject, _ access: IdleSubject.Access, _ window: UtilizationWindow, at now: UnixTime
    ) -> [End] {
        var ends: [End] = []
        if let lifetime = subject.lifetime {
            let end = subject.begun.adding(seconds: lifetime)
            if end != .never { ends.append(End(check: .sessionLifetime, end: end, lead: lead(of: lifetime))) }
        }
        if let timeout = networkTimeout(of: subject), case .until(let last) = access {
            let end = max(last, subject.userCreated.adding(seconds: userGrace)).adding(seconds: timeout)
            if end != .never { ends.append(End(check: .networkTimeout, end: end, lead: lead(of: timeout))) }
        }
        let interval = max(utilization.interval, 1)
        if let size = windowSize(of: subject),
            let samples = window.samplesToEnd(
                thresholds(of: subject), utilization.condition, size: size,
                limit: Int(clamping: lead(of: Int64(size) * interval) / interval))
        {
            ends.append(
                End(check: .utilization, end: now.adding(seconds: Int64(samples) * interval), lead: warning))
        }
        return ends
    }
}
