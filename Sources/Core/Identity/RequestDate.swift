public import FoundationEssentials

/// The date of a signed request: an instant, and the day that the signing key is derived from.
///
/// The day is read in the offset that the header was written in, as the original's server does.
public struct RequestDate: Sendable, Equatable {
    /// The widest difference from the server's clock: 15 minutes, in seconds.
    public static let tolerance: TimeInterval = 15 * 60

    /// The moment meant.
    public let instant: Date
    /// `yyyyMMdd` in the header's own offset.
    public let day: String

    /// Whether the request may still be accepted at `now`.
    public func isAcceptable(at now: Date) -> Bool { abs(instant.timeIntervalSince(now)) < RequestDate.tolerance }

    /// The moments that ``header(for:)`` can write: the years 1 to 9999 in UTC, less the very last second, in seconds since 1970.
    private static let writable = -62_135_596_800..<253_402_300_799

    /// Reads ISO 8601 (with `T` or a blank, any fraction, `Z`, an offset, or none for UTC) or RFC 1123.
    public init?(parsing text: String) {
        var reader = DateReader(text)
        guard let fields = reader.iso8601() ?? DateReader.rfc1123(text), let days = fields.daysSinceEpoch else {
            return nil
        }
        let seconds = days * 86400 + fields.hour * 3600 + fields.minute * 60 + fields.second - fields.offset
        guard RequestDate.writable.contains(seconds) else { return nil }
        instant = Date(timeIntervalSince1970: Double(seconds) + fields.fraction)
        day =
            RequestDate.padded(fields.year, 4) + RequestDate.padded(fields.month, 2) + RequestDate.padded(fields.day, 2)
    }

    /// Now, as the client sends it: ISO 8601 in UTC with microseconds.
    public static func header(for instant: Date) -> (text: String, day: String) {
        let total = Int((instant.timeIntervalSince1970 * 1_000_000).rounded())
        // Before 1970 all of these are negative, and what is shown must not be.
        let (seconds, micros) = total.flooredQuotientAndRemainder(dividingBy: 1_000_000)
        let (days, time) = seconds.flooredQuotientAndRemainder(dividingBy: 86400)
        let date = CivilDate(daysSinceEpoch: days)
        let day = padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        func write(_ number: Int, _ width: Int, after mark: Unicode.Scalar? = nil) {
            if let mark { text.append(UInt8(ascii: mark)) }
            text += padded(number, width).utf8
        }
        write(date.year, 4)
        write(date.month, 2, after: "-")
        write(date.day, 2, after: "-")
        write(time / 3600, 2, after: "T")
        write(time / 60 % 60, 2, after: ":")
        write(time % 60, 2, after: ":")
        if micros != 0 { write(micros, 6, after: ".") }
        text += "+00:00".utf8
        return (String(decoding: text, as: UTF8.self), day)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        let missing = width - digits.utf8.count
        // Short texts are kept without memory of their own.
        return missing > 0 ? "000000".prefix(missing) + digits : digits
    }
}

extension Int {
    fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// A day of the Gregorian calendar.
struct CivilDate: Equatable {
    let year: Int
    let month: Int
    let day: Int

    /// The day that lies so many days after 1970-01-01, by Howard Hinnant's `civil_from_days`.
    init(daysSinceEpoch days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

/// What a date header says, field by field.
struct DateFields {
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0
    var fraction = 0.0
    /// Seconds east of UTC.
    var offset = 0

    /// Days after 1970-01-01, or nil when a field is out of its range; by Howard Hinnant's `days_from_civil`.
    var daysSinceEpoch: Int? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let back = CivilDate(daysSinceEpoch: days)
        return back.month == month && back.day == day ? days : nil
    }
}

/// Reads the two spellings of dates that clients send.
///
/// By bytes: it is done for every request, and characters cost ten times as much.
struct DateReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    mutating func iso8601() -> DateFields? {
        var fields = DateFields()
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2) else { return nil }
        (fields.year, fields.month, fields.day) = (year, month, day)
        guard take("T") || take(" "), let hour = number(2), take(":"), let minute = number(2) else { return nil }
        (fields.hour, fields.minute) = (hour, minute)
        if take(":") {
            guard let second = number(2) else { return nil }
            fields.second = second
        }
        if take(".") {
            let digits = rest.prefix { DateReader.digits.contains($0) }
            guard !digits.isEmpty, digits.count <= 18, let fraction = Double("0." + Substring(digits)) else {
                return nil
            }
            fields.fraction = fraction
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = zone() else { return nil }
        fields.offset = offset
        return rest.isEmpty ? fields : nil
    }

    static func rfc1123(_ text: String) -> DateFields? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        guard let day = Int(words[1]), let year = Int(words[3]) else { return nil }
        let clock = words[4].split(separator: ":").map { Int($0) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
        guard ["GMT", "UTC", "+0000"].contains(words[5]) else { return nil }
        return DateFields(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    }

    private mutating func zone() -> Int? {
        if rest.isEmpty || take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = rest.isEmpty ? 0 : number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number(_ width: Int) -> Int? {
        var (number, taken) = (0, 0)
        for digit in rest.prefix(width) {
            guard DateReader.digits.contains(digit) else { return nil }
            (number, taken) = (number * 10 + Int(digit - UInt8(ascii: "0")), taken + 1)
        }
        guard taken == width else { return nil }
        rest = rest.dropFirst(width)
        return number
    }
}
