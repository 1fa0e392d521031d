/// All types of a schema by name.
final class SchemaIndex: Sendable {
    let query: String
    let mutation: String?
    /// In the order in which graphql-core lists them: depth first from the roots, introspection last.
    let order: [String]
    let types: [String: TypeDefinition]
    /// The objects that implement each interface.
    private let implementations: [String: [String]]

    init(query: String, mutation: String?, types: [String: TypeDefinition], declared: [String]) {
        self.query = query
        self.mutation = mutation
        self.types = types
        order = Self.order(of: types, from: [query] + (mutation.map { [$0] } ?? []) + declared)
        var implementations: [String: [String]] = [:]
        for name in order {
            guard let type = types[name], type.isObject else { continue }
            for interface in type.interfaces { implementations[interface, default: []].append(name) }
        }
        self.implementations = implementations
    }

    /// The definition inside all wrappers of `type`.
    func definition(of type: GraphQLType) -> TypeDefinition? { types[type.name] }

    /// The type of an operation's root.
    func root(of kind: GraphQLOperationKind) -> TypeDefinition? {
        switch kind {
        case .query: types[query]
        case .mutation: mutation.flatMap { types[$0] }
        case .subscription: nil
        }
    }

    /// The field, meta fields included.
    func field(_ name: String, of type: TypeDefinition) -> GraphQLField? {
        if let position = type.position(ofField: name) { return type.fields[position] }
        if name == MetaField.typename, type.isComposite { return MetaField.typenameField }
        if type.name == query {
            if name == MetaField.schema { return MetaField.schemaField }
            if name == MetaField.type { return MetaField.typeField }
        }
        return nil
    }

    /// The object types that a value of `type` can have.
    func possibleTypes(of type: TypeDefinition) -> [String] {
        type.isInterface ? implementations[type.name] ?? [] : [type.name]
    }

    /// Whether some object can be of both types.
    func overlaps(_ first: TypeDefinition, _ second: TypeDefinition) -> Bool {
        if first === second { return true }
        return !Set(possibleTypes(of: first)).isDisjoint(with: possibleTypes(of: second))
    }

    /// Whether a value of `type` may stand where `expected` is wanted.
    func isSubtype(_ type: GraphQLType, of expected: GraphQLType) -> Bool {
        switch (type, expected) {
        case (.nonNull(let inner), .nonNull(let expectedInner)): isSubtype(inner, of: expectedInner)
        case (_, .nonNull): false
        case (.nonNull(let inner), _): isSubtype(inner, of: expected)
        case (.list(let item), .list(let expectedItem)): isSubtype(item, of: expectedItem)
        case (.list, _), (_, .list): false
        case (.named(let name), .named(let expectedName)):
            name == expectedName || implementations[expectedName]?.contains(name) == true
        }
    }

    private static func order(of types: [String: TypeDefinition], from roots: [String]) -> [String] {
        var order: [String] = []
        var seen: Set<String> = []
        func visit(_ name: String) {
            guard let type = types[name], seen.insert(name).inserted else { return }
            order.append(name)
            for interface in type.interfaces { visit(interface) }
            for field in type.fields {
                visit(field.type.name)
                for argument in field.arguments { visit(argument.type.name) }
            }
            for input in type.inputs ?? [] { visit(input.type.name) }
        }
        for root in roots { visit(root) }
        for directive in DirectiveDefinition.all {
            for argument in directive.arguments { visit(argument.type.name) }
        }
        visit(MetaField.schemaType)
        return order
    }
}

/// The fields that exist without being declared.
enum MetaField {
    static let typename = "__typename"
    static let schema = "__schema"
    static let type = "__type"
    static let schemaType = "__Schema"

    static let typenameField = GraphQLField(typename, "String!")
    static let schemaField = GraphQLField(schema, "__Schema!")
    static let typeField = GraphQLField(type, "__Type", [GraphQLInput("name", "String!")])
}
