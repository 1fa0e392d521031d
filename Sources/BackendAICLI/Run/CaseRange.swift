import ArgumentParser

/// A variable with the values that it takes, one in each case of a `run`: `N=case:a,b`, `N=range:1,10,3` or
/// `N=linspace:0,1,5`.
///
/// - SeeAlso: the original client's `RangeExprOptionType`.
struct CaseRange: Sendable, Equatable {
    /// The most values, which keeps a slip of the finger from filling a cluster.
    static let maximum = 1000

    let name: String
    let values: [String]

    /// Reads it; nil for what is none.
    init?(parsing text: String) {
        guard let sign = text.firstIndex(of: "="), let colon = text[sign...].firstIndex(of: ":") else { return nil }
        name = String(text[..<sign])
        let items = text[text.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false)
        guard CaseRange.isName(name),
            let values = CaseRange.values(text[text.index(after: sign)..<colon], items.map(String.init)),
            (1...CaseRange.maximum).contains(values.count)
        else { return nil }
        self.values = values
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func values(_ kind: Substring, _ items: [String]) -> [String]? {
        switch kind {
        case "case": return items
        case "range":
            let numbers = items.compactMap { Int($0) }
            guard numbers.count == items.count, (1...3).contains(numbers.count) else { return nil }
            let (start, end) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
            let step = numbers.count == 3 ? numbers[2] : 1
            guard step != 0 else { return nil }
            return stride(from: start, to: end, by: step).prefix(maximum + 1).map { String($0) }
        case "linspace":
            guard items.count == 3, let start = Double(items[0]), let end = Double(items[1]), let count = Int(items[2]),
                start.isFinite, end.isFinite, (1...maximum).contains(count)
            else { return nil }
            return (0..<count).map { position in
                text(count == 1 ? start : start + (end - start) * Double(position) / Double(count - 1))
            }
        default: return nil
        }
    }

    /// A whole number without a fraction.
    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? String(number)
    }
}

extension CaseRange: ExpressibleByArgument {
    /// What an option that takes one says; `place` is where the name is looked for.
    static func help(_ place: String) -> ArgumentHelp {
        ArgumentHelp(
            """
            Run once for each value, which stands for $NAME \(place): NAME=case:a,b, NAME=range:1,10,3 or \
            NAME=linspace:0,1,5
            """,
            valueName: "range")
    }

    init?(argument: String) { self.init(parsing: argument) }
}
