/// What the checks say of one session: pure functions of its facts, the samples, the rules and the present moment.
extension IdleRules {
    /// What every check that is carried out says, in the order in which they are shown.
    public func reports(
        of subject: IdleSubject, _ access: IdleSubject.Access, _ window: UtilizationWindow = UtilizationWindow(),
        at now: UnixTime
    ) -> [IdleReport] {
        IdleCheck.allCases.filter { checks.contains($0) }.map { check in
            let report =
                switch check {
                case .sessionLifetime: lifetime(of: subject, at: now)
                case .networkTimeout: network(of: subject, access, at: now)
                case .utilization: use(of: subject, window, at: now)
                }
            return subject.isExempt ? report.exempt : report
        }
    }

    /// Why a session is to end now; nil for one that goes on.
    ///
    /// Its lifetime is no reason here: the scheduler ends it by that.
    public func reason(
        toEnd subject: IdleSubject, _ access: IdleSubject.Access, _ window: UtilizationWindow = UtilizationWindow(),
        at now: UnixTime
    ) -> StatusReason? {
        for report in reports(of: subject, access, window, at: now) where report.check != .sessionLifetime {
            if case .ended(let reason) = report.verdict { return reason }
        }
        return nil
    }

    /// How long a session may hold resources.
    ///
    /// The scheduler ends it, since it counts on that; this check says when.
    public func lifetime(of subject: IdleSubject, at now: UnixTime) -> IdleReport {
        guard let lifetime = subject.lifetime else { return IdleReport(.sessionLifetime, .keep(remaining: nil)) }
        let remaining = subject.begun.adding(seconds: lifetime) - now
        return IdleReport(
            .sessionLifetime, remaining < .zero ? .ended(subject.lifetimeReason) : .keep(remaining: remaining))
    }

    /// How long nobody may use a session; its owner's first time counts as use.
    public func network(
        of subject: IdleSubject, _ access: IdleSubject.Access, at now: UnixTime
    ) -> IdleReport {
        guard let timeout = networkTimeout(of: subject), case .until(let last) = access, last <= now else {
            return IdleReport(.networkTimeout, .keep(remaining: nil))
        }
        let remaining = max(last, graceEnd(of: subject)).adding(seconds: timeout) - now
        return IdleReport(.networkTimeout, remaining < .zero ? .ended(.idleTimeout) : .keep(remaining: remaining))
    }

    /// How little use a session may make of what it holds.
    public func use(of subject: IdleSubject, _ window: UtilizationWindow, at now: UnixTime) -> IdleReport {
        guard let size = windowSize(of: subject), let span = utilizationWindow(of: subject) else {
            return IdleReport(.utilization, .keep(remaining: nil))
        }
        let thresholds = thresholds(of: subject)
        let averages = window.averages
        let extra: JSONValue = [
            "thresholds_check_operator": .string(utilization.condition.rawValue),
            "resources": .object(
                thresholds.sorted { $0.key < $1.key }.map { metric, threshold in
                    // -1 is the original's number for what is not known.
                    let average = averages[metric]?.percents ?? -1
                    return .init(metric.rawValue, [.number(average), .number(threshold.percents)])
                }),
        ]
        if size > 0, window.isUnused(thresholds, utilization.condition) {
            return IdleReport(.utilization, .ended(.idleUtilization), extra: extra)
        }
        let first = measuredFrom(subject).adding(seconds: span)
        return IdleReport(.utilization, .keep(remaining: first - now), extra: extra)
    }

    /// When nothing is measured yet of a session: until its owner's first time and its own are over.
    public func measuredFrom(_ subject: IdleSubject) -> UnixTime {
        max(subject.begun, graceEnd(of: subject)).adding(seconds: utilization.initialGrace)
    }

    /// How many samples of a session an average is taken of; nil for one whose use nobody looks at.
    public func windowSize(of subject: IdleSubject) -> Int? {
        utilizationWindow(of: subject).map { utilization.samples(in: $0) }
    }

    /// The thresholds that count for a session: of devices that it holds.
    public func thresholds(of subject: IdleSubject) -> [UtilizationMetric: Percentage] {
        utilization.thresholds.filter { subject.slotKinds.contains($0.key.slotKind) }
    }

    /// The seconds for which nobody may use a session; nil for one that may be left alone.
    func networkTimeout(of subject: IdleSubject) -> Int64? {
        guard checks.contains(.networkTimeout), subject.type != .batch, mayEnd(subject) else { return nil }
        let timeout = subject.policyTimeout >= 0 ? subject.policyTimeout : networkTimeout
        return timeout > 0 ? timeout : nil
    }

    private func utilizationWindow(of subject: IdleSubject) -> Int64? {
        guard checks.contains(.utilization), mayEnd(subject), !thresholds(of: subject).isEmpty else { return nil }
        let window = subject.policyTimeout >= 0 ? subject.policyTimeout : utilization.window
        // A window shorter than the time between two samples would end every session at its first.
        return window >= max(utilization.interval, 1) ? window : nil
    }

    /// Until when nothing of a session's owner ends.
    private func graceEnd(of subject: IdleSubject) -> UnixTime { subject.userCreated.adding(seconds: userGrace) }

    private func mayEnd(_ subject: IdleSubject) -> Bool { !subject.isExempt && subject.type != .inference }
}
