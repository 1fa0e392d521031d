/// A value as written in a document, with its place.
struct Literal: Sendable {
    indirect enum Kind: Sendable {
        case variable(String)
        case null
        case bool(Bool)
        /// The digits as written, of any length.
        case int(String)
        case float(String)
        case string(String)
        case enumeration(String)
        case list([Literal])
        case object([Field])
    }

    /// One entry of an input object.
    struct Field: Sendable {
        let name: String
        let value: Literal
        let offset: Int
    }

    let kind: Kind
    /// Byte offset of the first character.
    let offset: Int

    var variableName: String? {
        guard case .variable(let name) = kind else { return nil }
        return name
    }

    var isNull: Bool {
        guard case .null = kind else { return false }
        return true
    }

    /// The value that stands here without variables; variables become null.
    var constant: GraphQLValue {
        switch kind {
        case .variable, .null: .null
        case .bool(let value): .bool(value)
        case .int(let digits): Int(digits).map(GraphQLValue.int) ?? .float(Double(digits) ?? 0)
        case .float(let digits): .float(Double(digits) ?? 0)
        case .string(let text): .string(text)
        case .enumeration(let name): .enumeration(name)
        case .list(let items): .list(items.map(\.constant))
        case .object(let fields): .object(fields.map { .init(name: $0.name, value: $0.value.constant) })
        }
    }

    /// The literal in canonical form, for messages and comparison; `sorted` orders the keys of objects.
    func printed(sorted: Bool = false) -> String {
        switch kind {
        case .variable(let name): "$" + name
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let digits), .float(let digits): digits
        case .string(let text): GraphQLValue.quoted(text)
        case .enumeration(let name): name
        case .list(let items): "[" + items.map { $0.printed(sorted: sorted) }.joined(separator: ", ") + "]"
        case .object(let fields):
            "{"
                + (sorted ? fields.sorted { $0.name < $1.name } : fields)
                .map { $0.name + ": " + $0.value.printed(sorted: sorted) }.joined(separator: ", ") + "}"
        }
    }
}
