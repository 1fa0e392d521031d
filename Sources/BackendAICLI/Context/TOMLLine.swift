/// One line of the part of TOML that the file of contexts is written in: tables, and keys with strings or booleans.
///
/// - SeeAlso: toml.io/en/v1.0.0.
enum TOMLLine: Equatable {
    case blank
    /// `[contexts.name]`: the parts of the table's name.
    case table([String])
    /// `key = "text"`.
    case text(String, String)
    /// `key = true`.
    case flag(String, Bool)

    /// Reads a line; nil for what is not of this part.
    init?(parsing line: some StringProtocol) {
        var reader = TOMLReader(line)
        reader.skipBlanks()
        if reader.isAtEnd {
            self = .blank
        } else if reader.take("[") {
            guard let path = reader.path(), reader.take("]"), reader.endsHere() else { return nil }
            self = .table(path)
        } else {
            guard let key = reader.name() else { return nil }
            reader.skipBlanks()
            guard reader.take("=") else { return nil }
            reader.skipBlanks()
            if reader.take(word: "true") {
                self = .flag(key, true)
            } else if reader.take(word: "false") {
                self = .flag(key, false)
            } else {
                guard let text = reader.string() else { return nil }
                self = .text(key, text)
            }
            guard reader.endsHere() else { return nil }
        }
    }

    /// A string as TOML writes it.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += #"\""#
            case "\\": result += #"\\"#
            case "\n": result += #"\n"#
            case "\r": result += #"\r"#
            case "\t": result += #"\t"#
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A place in a line.
private struct TOMLReader {
    private var rest: Substring.UnicodeScalarView

    init(_ line: some StringProtocol) {
        rest = Substring(line).unicodeScalars
    }

    var isAtEnd: Bool { rest.isEmpty || rest.first == "#" }

    mutating func skipBlanks() { while rest.first == " " || rest.first == "\t" { rest.removeFirst() } }

    mutating func endsHere() -> Bool {
        skipBlanks()
        return isAtEnd
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    mutating func take(word: String) -> Bool {
        guard rest.starts(with: word.unicodeScalars) else { return false }
        rest = rest.dropFirst(word.unicodeScalars.count)
        return true
    }

    /// Names with dots between them.
    mutating func path() -> [String]? {
        var parts: [String] = []
        repeat {
            skipBlanks()
            guard let part = name() else { return nil }
            parts.append(part)
            skipBlanks()
        } while take(".")
        return parts
    }

    /// A bare name or a quoted one.
    mutating func name() -> String? {
        if rest.first == "\"" || rest.first == "'" { return string() }
        let bare = rest.prefix {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || $0 == "-" || $0 == "_"
        }
        guard !bare.isEmpty else { return nil }
        rest = rest.dropFirst(bare.count)
        return String(bare)
    }

    mutating func string() -> String? {
        if take("'") {
            let text = rest.prefix { $0 != "'" }
            rest = rest.dropFirst(text.count)
            return take("'") ? String(text) : nil
        }
        guard take("\"") else { return nil }
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(text)
            case "\\":
                guard let escaped = escape() else { return nil }
                text.append(escaped)
            default: text.append(scalar)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case "\"": return "\""
        case "\\": return "\\"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return hexadecimal(4)
        case "U": return hexadecimal(8)
        default: return nil
        }
    }

    private mutating func hexadecimal(_ count: Int) -> Unicode.Scalar? {
        let digits = String(rest.prefix(count))
        guard digits.unicodeScalars.count == count, let value = UInt32(digits, radix: 16) else { return nil }
        rest = rest.dropFirst(count)
        return Unicode.Scalar(value)
    }
}
