public import FoundationEssentials

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
///
/// The scheduler gets it from whoever calls it and reads no clock.
public struct UnixTime: Sendable, Hashable, Comparable {
    /// Microseconds since 1970 in UTC.
    public let microseconds: Int64

    /// Later than any other moment: of what has no end.
    public static let never = UnixTime(microseconds: .max)

    /// Takes microseconds since 1970 in UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.microseconds < right.microseconds }

    /// How long after another moment this one is.
    public static func - (left: UnixTime, right: UnixTime) -> Duration {
        .microseconds(left.microseconds) - .microseconds(right.microseconds)
    }

    /// So many seconds later; what cannot be counted is ``never``.
    public func adding(seconds: Int64) -> UnixTime {
        let (span, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isTooLate) = microseconds.addingReportingOverflow(span)
        return isTooLong || isTooLate ? .never : UnixTime(microseconds: sum)
    }
}

extension UnixTime {
    /// The same as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// The moment of a date, to the microsecond.
    public init(_ date: Date) {
        self.init(microseconds: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
