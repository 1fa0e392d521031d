/// A directive that the server knows.
struct DirectiveDefinition: Sendable {
    let name: String
    let description: String
    let locations: [String]
    let arguments: [GraphQLInput]

    static let all = [include, skip, deprecated, specifiedBy]

    static func named(_ name: String) -> DirectiveDefinition? {
        all.first { $0.name == name }
    }

    static let include = DirectiveDefinition(
        name: "include",
        description: "Directs the executor to include this field or fragment only when the `if` argument is true.",
        locations: ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        arguments: [GraphQLInput("if", "Boolean!", description: "Included when true.")])

    static let skip = DirectiveDefinition(
        name: "skip",
        description: "Directs the executor to skip this field or fragment when the `if` argument is true.",
        locations: ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        arguments: [GraphQLInput("if", "Boolean!", description: "Skipped when true.")])

    static let deprecated = DirectiveDefinition(
        name: "deprecated",
        description: "Marks an element of a GraphQL schema as no longer supported.",
        locations: ["FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"],
        arguments: [
            GraphQLInput(
                "reason", .string, default: "No longer supported",
                description: "Explains why this element was deprecated, in Markdown.")
        ])

    static let specifiedBy = DirectiveDefinition(
        name: "specifiedBy",
        description: "Exposes a URL that specifies the behavior of this scalar.",
        locations: ["SCALAR"],
        arguments: [GraphQLInput("url", "String!", description: "The URL that specifies the behavior of this scalar.")]
    )
}
