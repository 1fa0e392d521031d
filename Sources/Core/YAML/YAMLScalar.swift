/// What a plain scalar means, by YAML 1.1 as PyYAML has it.
enum YAMLScalar {
    private static let nothing: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let truths: Set<String> = ["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]
    private static let falsehoods: Set<String> = ["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]

    /// The value of a text without quotes.
    static func value(of text: String) -> JSONValue {
        if nothing.contains(text) { return .null }
        if truths.contains(text) { return .bool(true) }
        if falsehoods.contains(text) { return .bool(false) }
        return number(text) ?? .string(text)
    }

    private static func number(_ text: String) -> JSONValue? {
        guard let first = text.utf8.first, first < 0x3a else { return nil }
        if let whole = whole(text) { return whole }
        guard
            text.wholeMatch(of: /[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)/)
                != nil
        else { return nil }
        return Double(text.replacing("_", with: "")).map { .number($0) }
    }

    private static func whole(_ text: String) -> JSONValue? {
        let isNegative = text.first == "-"
        let digits = (isNegative || text.first == "+" ? text.dropFirst() : text[...]).replacing("_", with: "")
        guard let first = digits.utf8.first, (48...57).contains(first) else { return nil }
        let (rest, radix): (Substring, Int) =
            digits.hasPrefix("0b")
            ? (digits.dropFirst(2), 2)
            : digits.hasPrefix("0x")
                ? (digits.dropFirst(2), 16)
                : digits.count > 1 && first == 48 ? (digits.dropFirst(), 8) : (digits[...], 10)
        guard !rest.isEmpty, rest.first != "-", rest.first != "+", rest.allSatisfy(\.isHexDigit) else { return nil }
        if let number = Int64((isNegative ? "-" : "") + rest, radix: radix) { return .integer(number) }
        return radix == 10 && rest.utf8.allSatisfy({ (48...57).contains($0) })
            ? Double((isNegative ? "-" : "") + rest).map { .number($0) } : nil
    }
}
