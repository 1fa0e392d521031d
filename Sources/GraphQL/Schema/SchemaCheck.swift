/// Finds the mistakes in a schema's declarations before anything is executed.
enum SchemaCheck {
    /// All types by name.
    ///
    /// - Throws: ``GraphQLSchemaError`` at the first mistake.
    static func types(
        declared: [TypeDefinition],
        reserved: [TypeDefinition]
    ) throws(GraphQLSchemaError) -> [String: TypeDefinition] {
        var types: [String: TypeDefinition] = [:]
        for type in reserved { types[type.name] = type }
        for (name, leaf) in Leaf.builtIn {
            types[name] = TypeDefinition(name: name, description: nil, kind: .leaf(leaf))
        }
        for type in declared {
            try name(type.name)
            guard types.updateValue(type, forKey: type.name) == nil else {
                throw GraphQLSchemaError("type `\(type.name)` is declared twice")
            }
        }
        for type in declared { try check(type, in: types) }
        return types
    }

    private static func check(
        _ type: TypeDefinition,
        in types: [String: TypeDefinition]
    ) throws(GraphQLSchemaError) {
        if type.isComposite {
            guard !type.fields.isEmpty else { throw GraphQLSchemaError("type `\(type.name)` has no fields") }
            try unique(type.fields.map(\.name), in: type.name)
        }
        for field in type.fields {
            let place = type.name + "." + field.name
            try name(field.name)
            guard let answer = types[field.type.name] else {
                throw GraphQLSchemaError("`\(place)` has the unknown type `\(field.type)`")
            }
            guard answer.inputs == nil else {
                throw GraphQLSchemaError("`\(place)` answers the input type `\(field.type)`")
            }
            try inputs(field.arguments, of: place, in: types)
        }
        try inputs(type.inputs ?? [], of: type.name, in: types)
        for name in type.interfaces { try implementation(of: name, by: type, in: types) }
    }

    private static func inputs(
        _ inputs: [GraphQLInput],
        of place: String,
        in types: [String: TypeDefinition]
    ) throws(GraphQLSchemaError) {
        try unique(inputs.map(\.name), in: place)
        for input in inputs {
            try name(input.name)
            guard let type = types[input.type.name] else {
                throw GraphQLSchemaError("`\(place)(\(input.name):)` has the unknown type `\(input.type)`")
            }
            guard type.isInput else {
                throw GraphQLSchemaError("`\(place)(\(input.name):)` takes the output type `\(input.type)`")
            }
        }
    }

    private static func implementation(
        of name: String,
        by type: TypeDefinition,
        in types: [String: TypeDefinition]
    ) throws(GraphQLSchemaError) {
        guard let interface = types[name], interface.isInterface else {
            throw GraphQLSchemaError("`\(type.name)` implements the unknown interface `\(name)`")
        }
        for field in interface.fields where type.position(ofField: field.name) == nil {
            throw GraphQLSchemaError("`\(type.name)` lacks the field `\(field.name)` of `\(name)`")
        }
    }

    private static func unique(_ names: [String], in place: String) throws(GraphQLSchemaError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw GraphQLSchemaError("`\(place)` declares `\(name)` twice")
        }
    }

    private static func name(_ name: String) throws(GraphQLSchemaError) {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, Token.isNameStart(first),
            bytes.allSatisfy({ Token.isNameStart($0) || Token.isDigit($0) }), !name.hasPrefix("__")
        else {
            throw GraphQLSchemaError("`\(name)` is no name for a type, field or argument")
        }
    }
}
