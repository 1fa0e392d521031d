import FoundationEssentials

/// A moment as people write it in a filter, to the microsecond.
///
/// Beside what ``RequestDate`` reads: dates without a time, which mean midnight, `2023/10/1`, `10/1/2023` (the month first),
/// `20231001`, `20231001T1234`, and months by name: `1 Oct 2023`, `Oct 1, 2023 12:34`. Without a zone it is UTC.
public struct QueryTime: Sendable, Equatable {
    /// The longest text that can be a moment, in bytes.
    public static let maximumLength = 64

    /// Microseconds since 1970.
    public let microseconds: Int64

    /// Reads a moment; nil when the text is none.
    public init?(parsing text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        guard let date = RequestDate(parsing: text) ?? Self.iso8601(text).flatMap(RequestDate.init(parsing:)) else {
            return nil
        }
        microseconds = Int64((date.instant.timeIntervalSince1970 * 1_000_000).rounded())
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// The same moment in the one form that ``RequestDate`` reads.
    private static func iso8601(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var words = separated(text).split { $0 == " " || $0 == "," }.map { $0.lowercased() }
        if let first = words.first, weekdays.contains(String(first.prefix(3))), !first.contains(where: \.isNumber) {
            words.removeFirst()
        }
        guard let date = takeDate(&words) else { return nil }
        guard let time = takeTime(&words), words.count <= 1 else { return nil }
        let zone = words.first ?? ""
        return "\(date)T\(time)" + (["utc", "gmt", "z"].contains(zone) ? "Z" : zone)
    }

    /// The text with a blank for the `T` after a digit and before the sign or letter of a zone that touches the time.
    private static func separated(_ text: String) -> String {
        var (result, hasTime) = ("", false)
        for character in text {
            let follows = result.last?.isNumber == true
            if follows, character == "T" || character == "t" {
                (result, hasTime) = (result + " ", true)
            } else if follows, hasTime, "+-Zz".contains(character) {
                result += " " + String(character)
            } else {
                if character == ":", !result.hasSuffix("+"), !result.contains("+") { hasTime = true }
                result.append(character)
            }
        }
        return result
    }

    private static func takeDate(_ words: inout [String]) -> String? {
        guard let first = words.first else { return nil }
        let parts = first.split(omittingEmptySubsequences: false) { "-/.".contains($0) }.map(String.init)
        if parts.count == 3 {
            words.removeFirst()
            return parts[0].count == 4
                ? dashed(year: parts[0], month: parts[1], day: parts[2])
                : dashed(year: parts[2], month: parts[0], day: parts[1])
        }
        if parts.count == 1, let digits = digits(first), digits.count == 8 || digits.count == 14 {
            words.removeFirst()
            if digits.count == 14 { words.insert(String(digits.dropFirst(8)), at: 0) }
            return dashed(
                year: String(digits.prefix(4)), month: String(digits.dropFirst(4).prefix(2)),
                day: String(digits.dropFirst(6).prefix(2)))
        }
        guard words.count >= 3 else { return nil }
        let named = words.prefix(3).firstIndex { word in months.contains { word.hasPrefix($0) } }
        guard let named, named < 2, !words[named].contains(where: \.isNumber),
            let month = months.firstIndex(where: { words[named].hasPrefix($0) })
        else { return nil }
        let (day, year) = (words[1 - named], words[2])
        words.removeFirst(3)
        return dashed(year: year, month: String(month + 1), day: day)
    }

    private static func dashed(year: String, month: String, day: String) -> String? {
        guard digits(year)?.count == 4, let month = twoDigits(month), let day = twoDigits(day) else { return nil }
        return "\(year)-\(month)-\(day)"
    }

    /// The time of day, midnight when no word is left.
    private static func takeTime(_ words: inout [String]) -> String? {
        guard let first = words.first, first.first?.isNumber == true else { return "00:00:00" }
        words.removeFirst()
        let parts = first.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1 {
            guard let digits = digits(first), [2, 4, 6].contains(digits.count) else { return nil }
            let padded = Array(digits + "0000")
            return "\(String(padded[0..<2])):\(String(padded[2..<4])):\(String(padded[4..<6]))"
        }
        guard parts.count <= 3, let hour = twoDigits(parts[0]), let minute = twoDigits(parts[1]) else { return nil }
        return "\(hour):\(minute):\(parts.count == 3 ? parts[2] : "00")"
    }

    private static func digits(_ text: String) -> String? {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) } ? text : nil
    }

    private static func twoDigits(_ text: String) -> String? {
        guard let digits = digits(text), digits.count <= 2 else { return nil }
        return digits.count == 2 ? digits : "0" + digits
    }
}
