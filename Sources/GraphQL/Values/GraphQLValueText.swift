extension GraphQLValue {
    /// The value as a literal of the language: `{a: [1, "x", RED]}`.
    var literal: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): value.description
        case .string(let text): Self.quoted(text)
        case .enumeration(let name): name
        case .list(let items): "[" + items.map(\.literal).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { $0.name + ": " + $0.value.literal }.joined(separator: ", ") + "}"
        }
    }

    /// Text in double quotes with the escapes of a GraphQL string.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{08}": out += "\\b"
            case "\t": out += "\\t"
            case "\n": out += "\\n"
            case "\u{0C}": out += "\\f"
            case "\r": out += "\\r"
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

extension GraphQLValue {
    /// The value as graphql-core shows it in messages: Python's notation, cut to a readable size.
    ///
    /// Source: `inspect` in graphql-core's `pyutils/inspect.py`; clients show these texts to users.
    var inspected: String { inspected(depth: 0) }

    /// Nesting that is still shown, items shown of a list, characters shown of a leaf.
    private static let shown = (depth: 2, items: 10, characters: 240)

    private func inspected(depth: Int) -> String {
        switch self {
        case .null: return "None"
        case .bool(let value): return value ? "True" : "False"
        case .int(let value): return String(value)
        case .float(let value): return value.description
        case .string(let text), .enumeration(let text): return Self.shortened(Self.pythonText(text))
        case .list(let items):
            if items.isEmpty { return "[]" }
            if depth >= Self.shown.depth { return "[...]" }
            return "[" + Self.joined(items) { $0.inspected(depth: depth + 1) } + "]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            if depth >= Self.shown.depth { return "{...}" }
            return "{"
                + Self.joined(members) {
                    Self.shortened(Self.pythonText($0.name)) + ": " + $0.value.inspected(depth: depth + 1)
                } + "}"
        }
    }

    /// The first five and the last four of more than ten.
    private static func joined<Item>(_ items: [Item], _ text: (Item) -> String) -> String {
        guard items.count > shown.items else { return items.map(text).joined(separator: ", ") }
        let half = shown.items / 2
        let texts = items.prefix(half).map(text) + ["..."] + items.suffix(half - 1).map(text)
        return texts.joined(separator: ", ")
    }

    private static func shortened(_ text: String) -> String {
        guard text.unicodeScalars.count > shown.characters else { return text }
        let head = (shown.characters - 3) / 2
        let tail = shown.characters - 3 - head
        return String(text.unicodeScalars.prefix(head)) + "..." + String(text.unicodeScalars.suffix(tail))
    }

    /// Python's `repr` of a text.
    private static func pythonText(_ text: String) -> String {
        let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var out = String(Character(quote))
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": out += "\\" + String(Character(scalar))
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{A0}", "\u{AD}":
                let digits = String(scalar.value, radix: 16)
                out += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + String(Character(quote))
    }
}
