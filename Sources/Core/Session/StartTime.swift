public import FoundationEssentials

/// When a batch session may start at the earliest, as users write it: a moment, or a time from now.
public enum StartTime: Sendable, Equatable {
    /// `2026-11-24T18:00:00+09:00`; a date alone is its first moment, a time without offset is of UTC.
    case moment(Date)
    /// Seconds from now: `1h`, `+2d12h`, `90 minutes`.
    case later(TimeInterval)

    /// Ten years: what is further away is a slip of the pen.
    private static let longest: TimeInterval = 3653 * 86400

    private static let units: [(names: Set<String>, seconds: TimeInterval)] = [
        (["d", "day", "days"], 86400), (["h", "hr", "hrs", "hour", "hours"], 3600),
        (["m", "min", "mins", "minute", "minutes"], 60), (["s", "sec", "secs", "second", "seconds"], 1),
    ]

    /// Reads ISO 8601, or numbers with their units from the longest to the shortest.
    public init?(parsing text: String) {
        let text = text.drop { $0 == " " }
        let isDay = text.count == 10 && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "-") }
        if let date = RequestDate(parsing: isDay ? text + "T00:00" : String(text)) {
            self = .moment(date.instant)
            return
        }
        guard let seconds = StartTime.seconds(text) else { return nil }
        self = .later(seconds)
    }

    /// The moment meant.
    public func date(from now: Date) -> Date {
        switch self {
        case .moment(let date): date
        case .later(let seconds): now.addingTimeInterval(seconds)
        }
    }

    private static func seconds(_ text: Substring) -> TimeInterval? {
        var rest = text.first == "+" ? text.dropFirst() : text
        var total: TimeInterval = 0
        var units = Self.units[...]
        var isEmpty = true
        while true {
            rest = rest.drop { $0 == " " }
            if rest.isEmpty { break }
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard digits.first?.isNumber ?? false, let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let index = units.firstIndex(where: { $0.names.contains(unit.lowercased()) }) else { return nil }
            total += number * units[index].seconds
            units = units[(index + 1)...]
            isEmpty = false
        }
        return isEmpty || !total.isFinite || total > longest ? nil : total
    }
}
