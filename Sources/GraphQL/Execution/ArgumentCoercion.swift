/// Brings the arguments of a field or directive into the declared types, variables filled in.
///
/// Source of rules and messages: graphql-core's `get_argument_values` and `value_from_ast`.
struct ArgumentCoercion {
    let index: SchemaIndex
    let source: SourceText
    /// Coerced values by name.
    let variables: [String: GraphQLValue]

    /// The arguments in the order of `inputs`; `offset` is where the message that one is missing points.
    func arguments(
        _ given: [Argument],
        for inputs: [GraphQLInput],
        at offset: Int
    ) throws(GraphQLError) -> GraphQLArguments {
        var members: [GraphQLValue.Member] = []
        for input in inputs {
            let literal = given.first { $0.name == input.name }?.value
            if let value = try value(of: literal, for: input, at: offset) {
                members.append(.init(name: input.name, value: value))
            }
        }
        return GraphQLArguments(members)
    }

    /// The value of one argument, or nil when it is absent.
    private func value(
        of literal: Literal?,
        for input: GraphQLInput,
        at offset: Int
    ) throws(GraphQLError) -> GraphQLValue? {
        guard let literal else {
            if let value = input.defaultValue { return value }
            guard input.type.isNonNull else { return nil }
            throw failure("Argument '\(input.name)' of required type '\(input.type)' was not provided.", at: offset)
        }
        var isNull = literal.isNull
        if let variable = literal.variableName {
            guard let value = variables[variable] else {
                if let value = input.defaultValue { return value }
                guard input.type.isNonNull else { return nil }
                throw failure(
                    "Argument '\(input.name)' of required type '\(input.type)' was provided the variable"
                        + " '$\(variable)' which was not provided a runtime value.",
                    at: literal.offset)
            }
            isNull = value.isNull
        }
        if isNull, input.type.isNonNull {
            throw failure(
                "Argument '\(input.name)' of non-null type '\(input.type)' must not be null.", at: literal.offset)
        }
        guard let value = value(of: literal, as: input.type) else {
            throw failure("Argument '\(input.name)' has invalid value \(literal.printed()).", at: literal.offset)
        }
        return value
    }

    /// The value of a literal, or nil when it does not fit `type`.
    func value(of literal: Literal, as type: GraphQLType) -> GraphQLValue? {
        switch literal.kind {
        case .variable(let name):
            guard let value = variables[name], !(value.isNull && type.isNonNull) else { return nil }
            return value
        case .null:
            return type.isNonNull ? nil : .null
        case .list(let items):
            guard let item = type.item else { return leaf(literal, as: type) }
            var values: [GraphQLValue] = []
            for literal in items {
                guard let value = isMissing(literal) && !item.isNonNull ? .null : value(of: literal, as: item) else {
                    return nil
                }
                values.append(value)
            }
            return .list(values)
        default:
            if let item = type.item { return value(of: literal, as: item).map { .list([$0]) } }
            guard case .object(let fields) = literal.kind, let inputs = index.definition(of: type)?.inputs else {
                return leaf(literal, as: type)
            }
            return object(fields, inputs)
        }
    }

    private func object(_ fields: [Literal.Field], _ inputs: [GraphQLInput]) -> GraphQLValue? {
        var members: [GraphQLValue.Member] = []
        for input in inputs {
            if let field = fields.last(where: { $0.name == input.name }), !isMissing(field.value) {
                guard let value = value(of: field.value, as: input.type) else { return nil }
                members.append(.init(name: input.name, value: value))
            } else if let value = input.defaultValue {
                members.append(.init(name: input.name, value: value))
            } else if input.type.isNonNull {
                return nil
            }
        }
        return .object(members)
    }

    /// A scalar may take a list or an object; variables inside are filled in as they are.
    private func leaf(_ literal: Literal, as type: GraphQLType) -> GraphQLValue? {
        guard let leaf = index.definition(of: type)?.leaf else { return nil }
        if case .scalar(let scalar) = leaf { return try? scalar.parse(filled(literal)) }
        return try? leaf.parse(literal: literal)
    }

    private func filled(_ literal: Literal) -> GraphQLValue {
        switch literal.kind {
        case .variable(let name): variables[name] ?? .null
        case .list(let items): .list(items.map(filled))
        case .object(let fields): .object(fields.map { .init(name: $0.name, value: filled($0.value)) })
        default: literal.constant
        }
    }

    private func isMissing(_ literal: Literal) -> Bool {
        literal.variableName.map { variables[$0] == nil } ?? false
    }

    private func failure(_ message: String, at offset: Int) -> GraphQLError {
        GraphQLError(message, locations: [source.location(at: offset)])
    }
}
