extension Validator {
    /// A field of `parent`; nil means that the schema does not know what it is selected on.
    mutating func visit(_ field: Field, of parent: TypeDefinition?) {
        let definition = parent.flatMap { index.field(field.name, of: $0) }
        let type = definition.flatMap { index.definition(of: $0.type) }
        if let definition, let type { checkLeaf(field, definition, type) }
        if let parent, definition == nil {
            report(
                "Cannot query field '\(field.name)' on type '\(parent.name)'."
                    + suggestion(forField: field.name, of: parent),
                at: field.offset)
        }
        checkUnique(field.directives)
        checkUnique(field.arguments)
        if isBounded, field.name == MetaField.schema || field.name == MetaField.type {
            var visited: Set<String> = []
            if introspectsTooDeep(.field(field), lists: 0, &visited) {
                report("Maximum introspection depth exceeded", at: field.offset)
            }
        }
        for argument in field.arguments {
            let input = definition?.argument(argument.name)
            if input == nil, let definition, let parent {
                let known = definition.arguments.map(\.name)
                report(
                    "Unknown argument '\(argument.name)' on field '\(parent.name).\(field.name)'."
                        + Suggestion.sentence(Suggestion.similar(to: argument.name, among: known)),
                    at: argument.offset)
            }
            check(argument.value, type: input?.type)
        }
        visit(field.directives, on: "FIELD", checked: true)
        if let selectionSet = field.selectionSet { visit(selectionSet, of: type) }
        for input in definition?.arguments ?? [] where input.isRequired {
            guard !field.arguments.contains(where: { $0.name == input.name }) else { continue }
            report(
                "Field '\(field.name)' argument '\(input.name)' of type '\(input.type)' is required, but it was not provided.",
                at: field.offset)
        }
    }

    private func checkLeaf(_ field: Field, _ definition: GraphQLField, _ type: TypeDefinition) {
        if type.leaf != nil {
            guard let selectionSet = field.selectionSet else { return }
            report(
                "Field '\(field.name)' must not have a selection since type '\(definition.type)' has no subfields.",
                at: selectionSet.offset)
        } else if field.selectionSet == nil {
            report(
                "Field '\(field.name)' of type '\(definition.type)' must have a selection of subfields."
                    + " Did you mean '\(field.name) { ... }'?",
                at: field.offset)
        }
    }

    func visit(_ spread: FragmentSpread, in parent: TypeDefinition?) {
        let name = spread.name.text
        if let fragment = document.fragments[name] {
            if let type = index.types[fragment.condition.text], type.isComposite, let parent,
                !index.overlaps(type, parent)
            {
                report(
                    "Fragment '\(name)' cannot be spread here as objects of type '\(parent.name)'"
                        + " can never be of type '\(type.name)'.",
                    at: spread.offset)
            }
        } else {
            report("Unknown fragment '\(name)'.", at: spread.name.offset)
        }
        visit(spread.directives, on: "FRAGMENT_SPREAD")
    }

    mutating func visit(_ inline: InlineFragment, in parent: TypeDefinition?) {
        let type = inline.condition.map { index.types[$0.text] } ?? parent
        if let condition = inline.condition, let type, !type.isComposite {
            report(
                "Fragment cannot condition on non composite type '\(type.name)'.", at: condition.offset)
        }
        if let type, type.isComposite, let parent, !index.overlaps(type, parent) {
            report(
                "Fragment cannot be spread here as objects of type '\(parent.name)'"
                    + " can never be of type '\(type.name)'.",
                at: inline.offset)
        }
        checkUnique(inline.directives)
        if let condition = inline.condition { visitType(condition.text, at: condition.offset) }
        visit(inline.directives, on: "INLINE_FRAGMENT", checked: true)
        visit(inline.selectionSet, of: type)
    }

    /// What else the client may have meant: an implementation of an interface, else a similar field.
    private func suggestion(forField name: String, of type: TypeDefinition) -> String {
        var counts: [String: Int] = [:]
        for possible in index.possibleTypes(of: type) where type.isInterface {
            guard let object = index.types[possible], object.position(ofField: name) != nil else { continue }
            counts[possible] = 1
            for interface in object.interfaces where index.types[interface]?.position(ofField: name) != nil {
                counts[interface, default: 0] += 1
            }
        }
        let types = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        if !types.isEmpty { return Suggestion.sentence(types, after: "to use an inline fragment on") }
        return Suggestion.sentence(Suggestion.similar(to: name, among: type.fields.map(\.name)))
    }

    /// Whether a selection asks for lists of types within lists of types, which multiply without bound.
    ///
    /// Source: graphql-core's `max_introspection_depth_rule.py`: fewer than three nested lists.
    private func introspectsTooDeep(_ selection: Selection, lists: Int, _ visited: inout Set<String>) -> Bool {
        var lists = lists
        let inner: SelectionSet?
        switch selection {
        case .field(let field):
            if ["fields", "interfaces", "possibleTypes", "inputFields"].contains(field.name) { lists += 1 }
            if lists >= 3 { return true }
            inner = field.selectionSet
        case .inline(let inline):
            inner = inline.selectionSet
        case .spread(let spread):
            guard let fragment = document.fragments[spread.name.text], visited.insert(spread.name.text).inserted
            else { return false }
            defer { visited.remove(spread.name.text) }
            return fragment.selectionSet.selections.contains { introspectsTooDeep($0, lists: lists, &visited) }
        }
        return inner?.selections.contains { introspectsTooDeep($0, lists: lists, &visited) } ?? false
    }
}
