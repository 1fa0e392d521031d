/// Brings the variables of a request into the types that its operation declares.
///
/// Source of rules and messages: graphql-core's `execution/values.py` and `utilities/coerce_input_value.py`.
struct VariableCoercion {
    let index: SchemaIndex
    let source: SourceText
    private(set) var errors: [GraphQLError] = []
    private var variable: VariableDefinition?

    /// graphql-core gives up after as many errors.
    private static let maximumErrors = 50

    init(index: SchemaIndex, source: SourceText) {
        self.index = index
        self.source = source
    }

    /// The values by name; variables that are neither given nor have a default are absent.
    mutating func values(of operation: OperationDefinition, given: [GraphQLValue.Member]) -> [String: GraphQLValue] {
        let given = Dictionary(given.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var values: [String: GraphQLValue] = [:]
        for variable in operation.variables {
            self.variable = variable
            guard let value = given[variable.name] else {
                if let literal = variable.defaultValue {
                    let coercion = ArgumentCoercion(index: index, source: source, variables: [:])
                    values[variable.name] = coercion.value(of: literal, as: variable.type)
                } else if variable.type.isNonNull {
                    report("Variable '$\(variable.name)' of required type '\(variable.type)' was not provided.")
                }
                continue
            }
            if value.isNull, variable.type.isNonNull {
                report("Variable '$\(variable.name)' of non-null type '\(variable.type)' must not be null.")
            } else {
                values[variable.name] = coerce(value, to: variable.type, path: "")
            }
        }
        return values
    }

    private mutating func report(_ message: String) {
        guard errors.count <= Self.maximumErrors else { return }
        if errors.count == Self.maximumErrors {
            errors.append(
                GraphQLError("Too many errors processing variables, error limit reached. Execution aborted."))
        } else {
            errors.append(GraphQLError(message, locations: variable.map { [source.location(at: $0.offset)] } ?? []))
        }
    }

    private mutating func refuse(_ value: GraphQLValue, at path: String, _ reason: String) {
        let name = variable?.name ?? ""
        let place = path.isEmpty ? "" : " at '\(name)\(path)'"
        report("Variable '$\(name)' got invalid value \(value.inspected)\(place); \(reason)")
    }

    /// The value as `type` has it, or nil after an error was reported.
    private mutating func coerce(_ value: GraphQLValue, to type: GraphQLType, path: String) -> GraphQLValue? {
        if value.isNull {
            guard type.isNonNull else { return .null }
            refuse(value, at: path, "Expected non-nullable type '\(type)' not to be None.")
            return nil
        }
        if let item = type.item {
            guard case .list(let values) = value else {
                return coerce(value, to: item, path: path).map { .list([$0]) }
            }
            var items: [GraphQLValue] = []
            for (position, value) in values.enumerated() {
                if let coerced = coerce(value, to: item, path: "\(path)[\(position)]") { items.append(coerced) }
            }
            return .list(items)
        }
        guard let definition = index.definition(of: type) else { return nil }
        if let inputs = definition.inputs {
            return coerce(value, to: definition.name, inputs, path: path)
        }
        guard let leaf = definition.leaf else { return nil }
        do {
            return try leaf.parse(variable: value)
        } catch {
            switch error {
            case .message(let message): refuse(value, at: path, message)
            case .reason(let reason):
                refuse(value, at: path, "Expected type '\(definition.name)'." + (reason.map { " " + $0 } ?? ""))
            }
            return nil
        }
    }

    private mutating func coerce(
        _ value: GraphQLValue,
        to type: String,
        _ inputs: [GraphQLInput],
        path: String
    ) -> GraphQLValue? {
        guard case .object(let given) = value else {
            refuse(value, at: path, "Expected type '\(type)' to be a mapping.")
            return nil
        }
        let values = Dictionary(given.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var members: [GraphQLValue.Member] = []
        for input in inputs {
            if let field = values[input.name] {
                if let coerced = coerce(field, to: input.type, path: path + "." + input.name) {
                    members.append(.init(name: input.name, value: coerced))
                }
            } else if let fallback = input.defaultValue {
                members.append(.init(name: input.name, value: fallback))
            } else if input.type.isNonNull {
                refuse(value, at: path, "Field '\(input.name)' of required type '\(input.type)' was not provided.")
            }
        }
        let known = inputs.map(\.name)
        for member in given where !known.contains(member.name) && errors.count <= Self.maximumErrors {
            refuse(
                value, at: path,
                "Field '\(member.name)' is not defined by type '\(type)'."
                    + Suggestion.sentence(Suggestion.similar(to: member.name, among: known)))
        }
        return .object(members)
    }
}
