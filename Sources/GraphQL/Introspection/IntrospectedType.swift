/// A type as `__Type` shows it: named, or a wrapper around another.
struct IntrospectedType: Sendable {
    let index: SchemaIndex
    let type: GraphQLType

    init(_ type: GraphQLType, in index: SchemaIndex) {
        self.type = type
        self.index = index
    }

    /// The type of that name, if the schema has one.
    init?(named name: String, in index: SchemaIndex) {
        guard index.types[name] != nil else { return nil }
        self.init(.named(name), in: index)
    }

    /// The definition, when this is no wrapper.
    var definition: TypeDefinition? {
        guard case .named(let name) = type else { return nil }
        return index.types[name]
    }

    var kind: String {
        switch type {
        case .list: "LIST"
        case .nonNull: "NON_NULL"
        case .named:
            switch definition?.kind {
            case .leaf(.enumeration): "ENUM"
            case .leaf, nil: "SCALAR"
            case .object: "OBJECT"
            case .interface: "INTERFACE"
            case .inputObject: "INPUT_OBJECT"
            }
        }
    }

    var fields: [IntrospectedField]? {
        guard let definition, definition.isComposite else { return nil }
        return definition.fields.map { IntrospectedField(index: index, field: $0) }
    }

    var inputFields: [IntrospectedInput]? {
        definition?.inputs?.map { IntrospectedInput(index: index, input: $0) }
    }

    var interfaces: [IntrospectedType]? {
        guard let definition, definition.isComposite else { return nil }
        return definition.interfaces.map { IntrospectedType(.named($0), in: index) }
    }

    var possibleTypes: [IntrospectedType]? {
        guard let definition, definition.isInterface else { return nil }
        return index.possibleTypes(of: definition).map { IntrospectedType(.named($0), in: index) }
    }

    var enumerationValues: [String]? {
        guard case .enumeration(_, let values) = definition?.leaf else { return nil }
        return values
    }

    var ofType: IntrospectedType? {
        switch type {
        case .named: nil
        case .list(let inner), .nonNull(let inner): IntrospectedType(inner, in: index)
        }
    }
}

/// A field as `__Field` shows it.
struct IntrospectedField: Sendable {
    let index: SchemaIndex
    let field: GraphQLField

    var arguments: [IntrospectedInput] {
        field.arguments.map { IntrospectedInput(index: index, input: $0) }
    }
}

/// An argument or input field as `__InputValue` shows it.
struct IntrospectedInput: Sendable {
    let index: SchemaIndex
    let input: GraphQLInput
}

/// A directive as `__Directive` shows it.
struct IntrospectedDirective: Sendable {
    let index: SchemaIndex
    let directive: DirectiveDefinition

    var arguments: [IntrospectedInput] {
        directive.arguments.map { IntrospectedInput(index: index, input: $0) }
    }
}
