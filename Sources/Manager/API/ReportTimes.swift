import Core
import FoundationEssentials

/// The times that reports are asked for by: days and months of UTC, as numbers.
enum ReportTimes {
    /// The most days of one report.
    private static let maximumDays: Int64 = 100
    private static let day: Int64 = 86_400_000_000

    /// The month that `yyyyMM` means, in microseconds since 1970.
    ///
    /// - Throws: ``BackendError`` when it is none.
    static func month(_ text: String) throws(BackendError) -> Range<Int64> {
        guard let year = Int(text.prefix(4)), let month = Int(text.dropFirst(4).prefix(2)),
            let start = instant(year, month, 1),
            let end = month == 12 ? instant(year + 1, 1, 1) : instant(year, month + 1, 1)
        else { throw BackendError(.invalidParameters, "`\(text.prefix(20))` is no month") }
        return start..<end
    }

    /// The days from `start` up to and including `end`, each written `yyyyMMdd`.
    ///
    /// - Throws: ``BackendError`` in the original's words.
    static func period(_ start: String, _ end: String) throws(BackendError) -> Range<Int64> {
        let (first, last) = (try date(start), try date(end))
        guard last > first else { throw BackendError(.invalidParameters, "end_date must be later than start_date.") }
        guard last - first <= maximumDays * day else {
            throw BackendError(.invalidParameters, "Cannot query more than 100 days")
        }
        return first..<last + day
    }

    private static func date(_ text: String) throws(BackendError) -> Int64 {
        guard let year = Int(text.prefix(4)), let month = Int(text.dropFirst(4).prefix(2)),
            let day = Int(text.dropFirst(6)), let instant = instant(year, month, day)
        else { throw BackendError(.invalidParameters, "`\(text.prefix(20))` is no day") }
        return instant
    }

    private static func instant(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T00:00:00Z"
        return RequestDate(parsing: text).map { Timestamp.microseconds($0.instant) }
    }
}
