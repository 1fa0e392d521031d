/// The kinds of tokens of the filter and order languages; raw values are the names that the original's messages use.
enum QueryTerminal: String {
    case signedNumber = "SIGNED_NUMBER"
    case leftBracket = "LSQB"
    case atom = "ATOM"
    case escapedString = "ESCAPED_STRING"
    case leftParenthesis = "LPAR"
    case name = "CNAME"
    case not = "UNARY_OP"
    case comparison = "BINARY_OP"
    case combination = "COMBINE_OP"
    case rightParenthesis = "RPAR"
    case rightBracket = "RSQB"
    case direction = "ORDER"
    case comma = "COMMA"
    case end = "$END"

    /// What an unexpected text is taken for, the first that fits: names before words that mean something elsewhere.
    static let filter: [QueryTerminal] = [
        .escapedString, .signedNumber, .name, .comparison, .not, .combination, .leftParenthesis, .rightParenthesis,
        .leftBracket, .rightBracket, .comma,
    ]

    /// The same in an order.
    static let order: [QueryTerminal] = [.name, .direction, .comma]

    /// The longest first, since one may begin like another; no blank need follow a word, so `is` and `null` may touch.
    private static let operators = FilterOperator.allCases.map { Array($0.rawValue.utf8) }
        .sorted { $0.count > $1.count }
    private static let atoms = ["null", "true", "false"].map { Array($0.utf8) }

    /// Where a token of this kind that begins at `start` ends; nil when there is none.
    func end(in bytes: [UInt8], from start: Int) -> Int? {
        let rest = bytes[start...]
        switch self {
        case .end: return rest.isEmpty ? start : nil
        case .name: return Self.nameEnd(rest)
        case .signedNumber: return Self.numberEnd(rest)
        case .escapedString: return Self.stringEnd(rest)
        case .comparison: return Self.operators.first { rest.starts(with: $0) }.map { start + $0.count }
        case .atom: return Self.atoms.first { rest.starts(with: $0) }.map { start + $0.count }
        case .direction: return Self.one(of: "+-", rest)
        case .combination: return Self.one(of: "&|", rest)
        case .not: return Self.one(of: "!", rest)
        case .leftParenthesis: return Self.one(of: "(", rest)
        case .rightParenthesis: return Self.one(of: ")", rest)
        case .leftBracket: return Self.one(of: "[", rest)
        case .rightBracket: return Self.one(of: "]", rest)
        case .comma: return Self.one(of: ",", rest)
        }
    }

    private static func one(of characters: String, _ rest: ArraySlice<UInt8>) -> Int? {
        guard let first = rest.first, characters.utf8.contains(first) else { return nil }
        return rest.startIndex + 1
    }

    private static func nameEnd(_ rest: ArraySlice<UInt8>) -> Int? {
        guard let first = rest.first, isLetter(first) else { return nil }
        return rest.firstIndex { !isLetter($0) && !isDigit($0) } ?? rest.endIndex
    }

    /// A sign, then `1`, `1.`, `1.5` or `.5`, then an exponent, all but some digits optional.
    private static func numberEnd(_ rest: ArraySlice<UInt8>) -> Int? {
        var digits = rest
        if let first = digits.first, "+-".utf8.contains(first) { digits = digits.dropFirst() }
        let afterWhole = digits.drop(while: isDigit)
        var end = afterWhole
        if afterWhole.first == UInt8(ascii: ".") {
            end = afterWhole.dropFirst().drop(while: isDigit)
            guard afterWhole.count < digits.count || end.count < afterWhole.count - 1 else { return nil }
        } else if afterWhole.count == digits.count {
            return nil
        }
        guard let mark = end.first, mark | 0x20 == UInt8(ascii: "e") else { return end.startIndex }
        var exponent = end.dropFirst()
        if let sign = exponent.first, "+-".utf8.contains(sign) { exponent = exponent.dropFirst() }
        let afterExponent = exponent.drop(while: isDigit)
        return afterExponent.count < exponent.count ? afterExponent.startIndex : end.startIndex
    }

    /// Up to the first quote that has an even number of backslashes before it, on the same line.
    private static func stringEnd(_ rest: ArraySlice<UInt8>) -> Int? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        var isEscaped = false
        for index in rest.indices.dropFirst() {
            switch rest[index] {
            case UInt8(ascii: "\n"): return nil
            case UInt8(ascii: "\"") where !isEscaped: return index + 1
            case UInt8(ascii: "\\"): isEscaped.toggle()
            default: isEscaped = false
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
