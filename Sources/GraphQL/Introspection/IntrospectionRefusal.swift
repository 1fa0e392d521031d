/// Finds the introspection fields of a document whose server does not answer them.
///
/// Source: the original manager's `CustomIntrospectionRule`; it runs before all other rules, once per occurrence.
enum IntrospectionRefusal {
    static func errors(in document: GraphQLDocument) -> [GraphQLError] {
        var errors: [GraphQLError] = []
        for definition in document.definitions {
            switch definition {
            case .operation(let operation): collect(operation.selectionSet, document, &errors)
            case .fragment(let fragment): collect(fragment.selectionSet, document, &errors)
            }
        }
        return errors
    }

    private static func collect(
        _ selectionSet: SelectionSet,
        _ document: GraphQLDocument,
        _ errors: inout [GraphQLError]
    ) {
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field):
                if field.name.hasPrefix("__"), errors.count < 100 {
                    errors.append(
                        GraphQLError(
                            "Cannot query '\(field.name)': introspection is disabled.",
                            locations: [document.source.location(at: field.offset)]))
                }
                if let inner = field.selectionSet { collect(inner, document, &errors) }
            case .inline(let inline): collect(inline.selectionSet, document, &errors)
            case .spread: break
            }
        }
    }
}
