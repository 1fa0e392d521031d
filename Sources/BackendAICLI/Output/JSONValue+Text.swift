import Core

extension JSONValue {
    /// The JSON text with two blanks of indentation, as people and the original's client print it.
    var prettyText: String { pretty(indent: "") }

    private func pretty(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .array(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.pretty(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                "\(inner)\(JSONValue.string($0.name).encodedText): \($0.value.pretty(indent: inner))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return encodedText
        }
    }

    /// A list in the original's shape.
    static func list(_ items: [JSONValue], total: Int) -> JSONValue {
        ["count": .integer(Int64(items.count)), "total_count": .integer(Int64(total)), "items": .array(items)]
    }

    /// The value as a cell of a table.
    var cell: String {
        switch self {
        case .null: "-"
        case .string(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        case .array(let items): items.isEmpty ? "-" : items.map(\.cell).joined(separator: ", ")
        case .object(let members):
            members.isEmpty ? "-" : members.map { "\($0.name): \($0.value.nestedCell)" }.joined(separator: ", ")
        case .integer, .number: encodedText
        }
    }

    private var nestedCell: String {
        switch self {
        case .array(let items) where !items.isEmpty: "[\(cell)]"
        case .object(let members) where !members.isEmpty: "{\(cell)}"
        default: cell
        }
    }

    /// Whether this is an array or an object with something in it.
    var hasContent: Bool { members?.isEmpty == false || items?.isEmpty == false }

    /// What a string that holds JSON says; anything else is itself.
    ///
    /// GraphQL has such strings where the original's schema says `JSONString`.
    var unwrapped: JSONValue {
        guard let text, let value = try? JSONValue(parsing: Array(text.utf8)) else { return self }
        return value
    }
}
