import Core

extension PythonText {
    /// A value as `str()` has it: a text as it is, everything else as Python would write it.
    static func text(of value: JSONValue) -> String {
        value.text ?? literal(value)
    }

    /// A length of time: `2 days, 3:04:05`.
    static func span(seconds: Int64) -> String {
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
        let clock = "\(seconds / 3600 % 24):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
        let days = seconds / 86400
        return days == 0 ? clock : "\(days) day\(days == 1 ? "" : "s"), \(clock)"
    }

    /// A value as `repr()` has it.
    private static func literal(_ value: JSONValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .string(let text): quoted(text)
        case .array(let items): "[" + items.map(literal).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\(quoted($0.name)): \(literal($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
