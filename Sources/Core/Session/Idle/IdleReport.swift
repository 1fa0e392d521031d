/// What one idle check says of a session at one moment.
public struct IdleReport: Sendable, Equatable {
    /// Whether the session goes on.
    public enum Verdict: Sendable, Equatable {
        /// It does, for so long at least; nil where this check sets no end.
        ///
        /// Less than nothing where the time is over and the session goes on all the same.
        case keep(remaining: Duration?)
        /// It ends, for this reason.
        case ended(StatusReason)
    }

    /// What the time that remains is.
    public enum Kind: String, Sendable {
        /// The session ends when it is over.
        case expireAfter = "expire_after"
        /// The session cannot end before it is over.
        case gracePeriod = "grace_period"
    }

    /// Which check.
    public let check: IdleCheck
    /// What it says.
    public let verdict: Verdict
    /// What else the check tells; null for most.
    public let extra: JSONValue

    /// What a check says.
    public init(_ check: IdleCheck, _ verdict: Verdict, extra: JSONValue = .null) {
        self.check = check
        self.verdict = verdict
        self.extra = extra
    }

    /// What the time that remains is.
    public var kind: Kind { check == .utilization ? .gracePeriod : .expireAfter }

    /// The seconds that remain, to the thousandth: null for no end, -1 when they are over.
    public var remaining: JSONValue {
        guard case .keep(let remaining) = verdict else { return .number(-1) }
        guard let remaining else { return .null }
        return .number(remaining < .zero ? -1 : Double(remaining / .milliseconds(1)).rounded() / 1000)
    }

    /// The report of a session that is exempt, which says so: our addition.
    var exempt: IdleReport {
        IdleReport(check, verdict, extra: .object((extra.members ?? []) + [.init("exempt", true)]))
    }

    /// The report in the original's members.
    public var value: JSONValue {
        ["remaining": remaining, "remaining_time_type": .string(kind.rawValue), "extra": extra]
    }
}

extension [IdleReport] {
    /// The reports by the names of their checks: `idle_checks` on the wire.
    public var value: JSONValue { .object(map { .init($0.check.rawValue, $0.value) }) }
}
