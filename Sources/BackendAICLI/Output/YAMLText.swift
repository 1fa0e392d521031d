import Core

/// A JSON value as YAML, read alike by YAML 1.1 (PyYAML) and 1.2.
///
/// Blocks for what has something in it. A string stands plain only where nothing could take it for anything else;
/// all other strings are quoted as in JSON, which YAML reads.
struct YAMLText {
    private var text = ""

    /// The document, with a line feed at its end.
    static func text(of value: JSONValue) -> String {
        var yaml = YAMLText()
        yaml.write(value, indent: 0, isAfterDash: true)
        if !yaml.text.hasSuffix("\n") { yaml.text += "\n" }
        return yaml.text
    }

    /// Writes lines; `isAfterDash` says that the first one is begun already.
    private mutating func write(_ value: JSONValue, indent: Int, isAfterDash: Bool) {
        var isFirst = isAfterDash
        func margin() -> String {
            defer { isFirst = false }
            return isFirst ? "" : String(repeating: " ", count: indent)
        }
        switch value {
        case .array(let items) where !items.isEmpty:
            for item in items {
                text += margin() + "- "
                write(item, indent: indent + 2, isAfterDash: true)
                endLine()
            }
        case .object(let members) where !members.isEmpty:
            for member in members {
                text += margin() + YAMLText.scalar(member.name) + ":"
                if member.value.hasContent {
                    text += "\n"
                    write(member.value, indent: indent + 2, isAfterDash: false)
                } else {
                    text += " " + YAMLText.leaf(member.value)
                }
                endLine()
            }
        default: text += margin() + YAMLText.leaf(value)
        }
    }

    private mutating func endLine() {
        if !text.hasSuffix("\n") { text += "\n" }
    }

    private static func leaf(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): float(number)
        case .string(let string): scalar(string)
        case .array: "[]"
        case .object: "{}"
        }
    }

    /// A number that YAML 1.1 takes for one: it wants a point before an exponent.
    private static func float(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        let text = String(number)
        guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    /// A string, plain or quoted.
    static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// Whether the text is read back as itself without quotes.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.utf8.last != UInt8(ascii: " ") else { return false }
        // Numbers, dates, versions: nothing that begins as a number stands plain.
        guard first.properties.isAlphabetic || first == "/" || first == "_" else { return false }
        if reserved.contains(text.lowercased()) { return false }
        let isSafe = text.unicodeScalars.allSatisfy { scalar in
            scalar == " " || scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
                || "_-./@+()=%,;:".unicodeScalars.contains(scalar)
        }
        return isSafe && !text.contains(": ") && text.utf8.last != UInt8(ascii: ":")
    }

    /// The words that YAML 1.1 or 1.2 takes for something else than text.
    private static let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "_"]

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default: result += isPrintable(scalar) ? String(scalar) : escaped(scalar)
            }
        }
        return result + "\""
    }

    /// Whether YAML allows the character as it is; line ends of Unicode would be folded.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7e, 0xa0...0x2027, 0x202a...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd, 0x10000...0x10ffff: true
        default: false
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
