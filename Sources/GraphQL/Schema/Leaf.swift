/// What a scalar or enumeration takes and answers.
///
/// Source of the rules and of all messages: graphql-core's `type/scalars.py` and `type/definition.py`.
enum Leaf: Sendable {
    case int, float, string, boolean, id
    case scalar(GraphQLScalar)
    case enumeration(name: String, values: [String])

    /// Why a value is refused.
    enum Rejection: Error {
        /// The whole message.
        case message(String)
        /// What follows the name of the expected type, if anything.
        case reason(String?)
    }

    static let builtIn: [(name: String, leaf: Leaf)] = [
        ("String", .string), ("Int", .int), ("Float", .float), ("Boolean", .boolean), ("ID", .id),
    ]

    /// What resolvers see of a variable's value.
    func parse(variable value: GraphQLValue) throws(Rejection) -> GraphQLValue {
        switch (self, value) {
        case (.int, _):
            guard let number = value.intValue else { throw refusal(value.inspected) }
            guard Int32(exactly: number) != nil else { throw Self.tooWide(value.inspected) }
            return .int(number)
        case (.float, _):
            guard let number = value.doubleValue, number.isFinite else { throw refusal(value.inspected) }
            return .float(number)
        case (.string, .string), (.id, .string), (.boolean, .bool): return value
        case (.id, _):
            guard let number = value.intValue else {
                throw .message("ID cannot represent value: \(value.inspected)")
            }
            return .string(String(number))
        case (.string, _), (.boolean, _): throw refusal(value.inspected)
        case (.scalar(let scalar), _): return try Self.parse(value, as: scalar)
        case (.enumeration(let name, let values), .string(let text)),
            (.enumeration(let name, let values), .enumeration(let text)):
            guard values.contains(text) else { throw Self.unknown(text, of: name, values) }
            return .enumeration(text)
        case (.enumeration(let name, let values), _):
            let text = value.inspected
            throw .message(
                "Enum '\(name)' cannot represent non-string value: \(text)."
                    + Suggestion.sentence(Suggestion.similar(to: text, among: values), after: "the enum value"))
        }
    }

    /// What resolvers see of a literal without variables inside.
    func parse(literal: Literal) throws(Rejection) -> GraphQLValue {
        switch (self, literal.kind) {
        case (.int, .int(let digits)):
            guard let number = Int32(digits) else { throw Self.tooWide(digits) }
            return .int(Int(number))
        case (.float, .int(let digits)), (.float, .float(let digits)):
            guard let number = Double(digits), number.isFinite else { throw refusal(digits) }
            return .float(number)
        case (.string, .string(let text)), (.id, .string(let text)), (.id, .int(let text)): return .string(text)
        case (.boolean, .bool(let value)): return .bool(value)
        case (.scalar(let scalar), _): return try Self.parse(literal.constant, as: scalar)
        case (.enumeration(let name, let values), .enumeration(let text)):
            guard values.contains(text) else { throw Self.unknown(text, of: name, values) }
            return .enumeration(text)
        case (.enumeration(let name, let values), _):
            let text = literal.printed()
            throw .message(
                "Enum '\(name)' cannot represent non-enum value: \(text)."
                    + Suggestion.sentence(Suggestion.similar(to: text, among: values), after: "the enum value"))
        case (.id, _):
            throw .message("ID cannot represent a non-string and non-integer value: \(literal.printed())")
        case (.int, _), (.float, _), (.string, _), (.boolean, _): throw refusal(literal.printed())
        }
    }

    /// What the client sees of a resolver's value, which is not null.
    func serialize(_ value: GraphQLValue) throws(GraphQLError) -> GraphQLValue {
        switch (self, value) {
        case (.string, .string), (.id, .string), (.boolean, .bool): return value
        case (.int, .int(let number)):
            guard Int32(exactly: number) != nil else {
                throw GraphQLError("Int cannot represent non 32-bit signed integer value: \(number)")
            }
            return value
        case (.float, .float(let number)) where number.isFinite: return value
        case (.float, .int(let number)): return .float(Double(number))
        case (.int, .float):
            guard let whole = value.intValue, Int32(exactly: whole) != nil else { break }
            return .int(whole)
        case (.string, .enumeration(let text)), (.id, .enumeration(let text)): return .string(text)
        case (.string, .int(let number)), (.id, .int(let number)): return .string(String(number))
        case (.string, .bool(let truth)): return .string(truth ? "true" : "false")
        case (.scalar(let scalar), _): return scalar.serialize(value)
        case (.enumeration(_, let values), .enumeration(let text)) where values.contains(text): return value
        case (.enumeration(_, let values), .string(let text)) where values.contains(text): return .enumeration(text)
        default: break
        }
        throw GraphQLError(unrepresentable(value))
    }

    private func unrepresentable(_ value: GraphQLValue) -> String {
        switch self {
        case .int: "Int cannot represent non-integer value: \(value.inspected)"
        case .float: "Float cannot represent non numeric value: \(value.inspected)"
        case .string: "String cannot represent value: \(value.inspected)"
        case .boolean: "Boolean cannot represent a non boolean value: \(value.inspected)"
        case .id: "ID cannot represent value: \(value.inspected)"
        case .scalar(let scalar): "\(scalar.name) cannot represent value: \(value.inspected)"
        case .enumeration(let name, _): "Enum '\(name)' cannot represent value: \(value.inspected)"
        }
    }

    private func refusal(_ text: String) -> Rejection {
        switch self {
        case .int: .message("Int cannot represent non-integer value: \(text)")
        case .float: .message("Float cannot represent non numeric value: \(text)")
        case .string: .message("String cannot represent a non string value: \(text)")
        case .boolean: .message("Boolean cannot represent a non boolean value: \(text)")
        case .id, .scalar, .enumeration: .reason(nil)
        }
    }

    private static func tooWide(_ text: String) -> Rejection {
        .message("Int cannot represent non 32-bit signed integer value: \(text)")
    }

    private static func parse(_ value: GraphQLValue, as scalar: GraphQLScalar) throws(Rejection) -> GraphQLValue {
        do {
            return try scalar.parse(value)
        } catch {
            throw .reason(error.reason)
        }
    }

    private static func unknown(_ text: String, of name: String, _ values: [String]) -> Rejection {
        .message(
            "Value '\(text)' does not exist in '\(name)' enum."
                + Suggestion.sentence(Suggestion.similar(to: text, among: values), after: "the enum value"))
    }
}
