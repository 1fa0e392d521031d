/// The types of section 4 of the specification, answered by ordinary resolvers.
///
/// Nothing is ever deprecated here, so `includeDeprecated` changes nothing.
struct IntrospectionTypes<Context: Sendable> {
    let objects: [GraphQLObject<Context>]
    let definitions: [TypeDefinition]

    static func make() -> IntrospectionTypes {
        let objects = [schema, type, field, inputValue, enumerationValue, directive]
        var definitions = objects.map {
            TypeDefinition(name: $0.name, description: $0.description, kind: .object, fields: $0.fields)
        }
        for (name, values) in [("__TypeKind", kinds), ("__DirectiveLocation", locations)] {
            definitions.append(
                TypeDefinition(name: name, description: nil, kind: .leaf(.enumeration(name: name, values: values))))
        }
        return IntrospectionTypes(objects: objects, definitions: definitions)
    }

    private static var schema: GraphQLObject<Context> {
        GraphQLObject(MetaField.schemaType, of: SchemaIndex.self) { type in
            type.property("description", .string) { _ in .null }
            type.property("types", "[__Type!]!") { index in
                .objects(index.order.map { IntrospectedType(.named($0), in: index) })
            }
            type.property("queryType", "__Type!") { .optional(IntrospectedType(named: $0.query, in: $0)) }
            type.property("mutationType", "__Type") { index in
                .optional(index.mutation.flatMap { IntrospectedType(named: $0, in: index) })
            }
            type.property("subscriptionType", "__Type") { _ in .null }
            type.property("directives", "[__Directive!]!") { index in
                .objects(DirectiveDefinition.all.map { IntrospectedDirective(index: index, directive: $0) })
            }
        }
    }

    private static var type: GraphQLObject<Context> {
        GraphQLObject("__Type", of: IntrospectedType.self) { type in
            type.property("kind", "__TypeKind!") { .value(.enumeration($0.kind)) }
            type.property("name", .string) { .string($0.definition?.name) }
            type.property("description", .string) { .string($0.definition?.description) }
            type.property("specifiedByURL", .string) { _ in .null }
            type.field("fields", "[__Field!]", deprecation) { type, _, _ in list(type.fields) }
            type.property("interfaces", "[__Type!]") { list($0.interfaces) }
            type.property("possibleTypes", "[__Type!]") { list($0.possibleTypes) }
            type.field("enumValues", "[__EnumValue!]", deprecation) { type, _, _ in list(type.enumerationValues) }
            type.field("inputFields", "[__InputValue!]", deprecation) { type, _, _ in list(type.inputFields) }
            type.property("ofType", "__Type") { .optional($0.ofType) }
        }
    }

    private static var field: GraphQLObject<Context> {
        GraphQLObject("__Field", of: IntrospectedField.self) { type in
            type.property("name", "String!") { .string($0.field.name) }
            type.property("description", .string) { .string($0.field.description) }
            type.field("args", "[__InputValue!]!", deprecation) { field, _, _ in .objects(field.arguments) }
            type.property("type", "__Type!") { .object(IntrospectedType($0.field.type, in: $0.index)) }
            type.property("isDeprecated", "Boolean!") { _ in .bool(false) }
            type.property("deprecationReason", .string) { _ in .null }
        }
    }

    private static var inputValue: GraphQLObject<Context> {
        GraphQLObject("__InputValue", of: IntrospectedInput.self) { type in
            type.property("name", "String!") { .string($0.input.name) }
            type.property("description", .string) { .string($0.input.description) }
            type.property("type", "__Type!") { .object(IntrospectedType($0.input.type, in: $0.index)) }
            type.property("defaultValue", .string) { .string($0.input.defaultValue?.literal) }
            type.property("isDeprecated", "Boolean!") { _ in .bool(false) }
            type.property("deprecationReason", .string) { _ in .null }
        }
    }

    private static var enumerationValue: GraphQLObject<Context> {
        GraphQLObject("__EnumValue", of: String.self) { type in
            type.property("name", "String!") { .string($0) }
            type.property("description", .string) { _ in .null }
            type.property("isDeprecated", "Boolean!") { _ in .bool(false) }
            type.property("deprecationReason", .string) { _ in .null }
        }
    }

    private static var directive: GraphQLObject<Context> {
        GraphQLObject("__Directive", of: IntrospectedDirective.self) { type in
            type.property("name", "String!") { .string($0.directive.name) }
            type.property("description", .string) { .string($0.directive.description) }
            type.property("isRepeatable", "Boolean!") { _ in .bool(false) }
            type.property("locations", "[__DirectiveLocation!]!") { directive in
                .value(.list(directive.directive.locations.map(GraphQLValue.enumeration)))
            }
            type.field("args", "[__InputValue!]!", deprecation) { directive, _, _ in .objects(directive.arguments) }
        }
    }

    private static var deprecation: [GraphQLInput] {
        [GraphQLInput("includeDeprecated", .boolean, default: false)]
    }

    private static func list<Source: Sendable>(_ sources: [Source]?) -> GraphQLResolved {
        sources.map(GraphQLResolved.objects) ?? .null
    }

    private static var kinds: [String] {
        ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"]
    }

    private static var locations: [String] {
        [
            "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD",
            "INLINE_FRAGMENT", "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION",
            "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
            "INPUT_FIELD_DEFINITION",
        ]
    }
}
