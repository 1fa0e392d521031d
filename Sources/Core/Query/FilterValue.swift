/// What a field is compared with in the filter language.
public indirect enum FilterValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a point, an exponent, or more digits than 64 bits hold.
    case number(Double)
    case text(String)
    case array([FilterValue])
}

extension FilterValue: CustomStringConvertible {
    /// The value as the language writes it; what was parsed is parsed from it again.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .text(let text): Self.quoted(text)
        case .array(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
        }
    }

    /// Reads a string with its quotes.
    ///
    /// A backslash escapes a quote and nothing else: elsewhere it stands for itself.
    init(quoted text: String) {
        // By bytes: a combining mark after a quote would hide it.
        let inner = text.utf8.dropFirst().dropLast()
        let kept = zip(inner, Array(inner.dropFirst()) + [0]).filter { $0 != (Self.backslash, Self.quote) }
        self = .text(String(decoding: kept.map(\.0), as: UTF8.self))
    }

    private static func quoted(_ text: String) -> String {
        let inner = text.utf8.flatMap { $0 == quote ? [backslash, quote] : [$0] }
        return String(decoding: [quote] + inner + [quote], as: UTF8.self)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
}
