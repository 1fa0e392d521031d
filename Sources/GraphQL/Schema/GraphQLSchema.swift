/// A mistake in the declaration of a schema.
public struct GraphQLSchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, the names in backticks.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Types, and the code that answers their fields.
///
/// `Context` is what every resolver of one request receives: the requester, the services.
public struct GraphQLSchema<Context: Sendable>: Sendable {
    let table: ResolverTable

    /// Puts a schema together.
    ///
    /// The built-in scalars and the introspection types are added; other types may stand in any order.
    ///
    /// - Parameters:
    ///   - query: The root of queries.
    ///   - mutation: The root of mutations.
    ///   - objects: The other object types.
    ///   - interfaces: The interfaces that objects name.
    ///   - inputs: The input objects that arguments name.
    ///   - enumerations: The enumerations.
    ///   - scalars: The scalars beyond the built-in five.
    /// - Throws: ``GraphQLSchemaError`` for names that are missing, doubled, reserved or of the wrong kind.
    public init(
        query: GraphQLObject<Context>,
        mutation: GraphQLObject<Context>? = nil,
        objects: [GraphQLObject<Context>] = [],
        interfaces: [GraphQLInterface] = [],
        inputs: [GraphQLInputObject] = [],
        enumerations: [GraphQLEnumeration] = [],
        scalars: [GraphQLScalar] = []
    ) throws(GraphQLSchemaError) {
        let objects = [query] + (mutation.map { [$0] } ?? []) + objects
        var declared = objects.map { object in
            TypeDefinition(
                name: object.name, description: object.description, kind: .object,
                fields: object.fields, interfaces: object.interfaces)
        }
        declared += interfaces.map { interface in
            TypeDefinition(
                name: interface.name, description: interface.description, kind: .interface,
                fields: interface.fields, interfaces: interface.interfaces)
        }
        declared += inputs.map { input in
            TypeDefinition(name: input.name, description: input.description, kind: .inputObject(input.fields))
        }
        declared += enumerations.map { enumeration in
            TypeDefinition(
                name: enumeration.name, description: enumeration.description,
                kind: .leaf(.enumeration(name: enumeration.name, values: enumeration.values)))
        }
        declared += scalars.map { scalar in
            TypeDefinition(name: scalar.name, description: scalar.description, kind: .leaf(.scalar(scalar)))
        }
        let introspection: IntrospectionTypes<Context> = .make()
        let types = try SchemaCheck.types(declared: declared, reserved: introspection.definitions)
        table = ResolverTable(
            index: SchemaIndex(
                query: query.name, mutation: mutation?.name, types: types, declared: declared.map(\.name)),
            resolvers: Dictionary(
                (objects + introspection.objects).map { ($0.name, $0.resolvers) },
                uniquingKeysWith: { first, _ in first }))
    }

    var index: SchemaIndex { table.index }

    /// The schema in the schema language, types sorted by name.
    public var sdl: String { SchemaPrinter(index: index).text }
}

/// The types of a schema with the code that answers their fields.
struct ResolverTable: Sendable {
    let index: SchemaIndex
    let resolvers: [String: [GraphQLResolver]]

    /// The code behind a declared field.
    func resolver(ofField name: String, of type: TypeDefinition) -> GraphQLResolver? {
        guard let position = type.position(ofField: name), let resolvers = resolvers[type.name] else { return nil }
        return resolvers[position]
    }
}
