/// A length of time as settings write it: `90d`, `1yr`, `12h`, `30m`, or whole seconds.
///
/// - SeeAlso: `TimeDuration` in the original's `common/validators.py`.
public struct TimeSpan: Hashable, Sendable, Comparable {
    /// The whole seconds.
    public let seconds: Int64

    private static let units: [(suffix: String, seconds: Int64)] = [
        ("yr", 365 * 86400), ("mo", 30 * 86400), ("w", 7 * 86400), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// So many seconds.
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// So many days of 24 hours.
    public static func days(_ days: Int64) -> TimeSpan { TimeSpan(seconds: days * 86400) }

    /// Reads a whole number with one of the units `yr mo w d h m s`; without one it counts seconds.
    ///
    /// A year is 365 days and a month 30.
    public init?(parsing text: some StringProtocol) {
        let text = text.lowercased()
        let unit = TimeSpan.units.first { text.hasSuffix($0.suffix) }
        let digits = text.dropLast(unit?.suffix.count ?? 0)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(digits) else {
            return nil
        }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit?.seconds ?? 1)
        // A hundred thousand years in microseconds still fit in 64 bits.
        guard !overflow, seconds < 3_153_600_000_000 else { return nil }
        self.init(seconds: seconds)
    }

    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.seconds < right.seconds }
}
