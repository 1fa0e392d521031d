extension Validator {
    /// Directives at a place; `checked` says that their uniqueness was looked at already.
    func visit(_ directives: [Directive], on location: String, checked: Bool = false) {
        if !checked { checkUnique(directives) }
        for directive in directives {
            let definition = DirectiveDefinition.named(directive.name)
            if definition == nil {
                report("Unknown directive '@\(directive.name)'.", at: directive.offset)
            } else if definition?.locations.contains(location) == false {
                let place = String(location.lowercased().map { $0 == "_" ? " " : $0 })
                report("Directive '@\(directive.name)' may not be used on \(place).", at: directive.offset)
            }
            visitArguments(of: directive, definition)
        }
    }

    private func visitArguments(of directive: Directive, _ definition: DirectiveDefinition?) {
        let inputs = definition?.arguments ?? []
        for argument in directive.arguments {
            guard definition != nil, !inputs.contains(where: { $0.name == argument.name }) else { continue }
            report(
                "Unknown argument '\(argument.name)' on directive '@\(directive.name)'."
                    + Suggestion.sentence(Suggestion.similar(to: argument.name, among: inputs.map(\.name))),
                at: argument.offset)
        }
        checkUnique(directive.arguments)
        for argument in directive.arguments {
            check(argument.value, type: inputs.first { $0.name == argument.name }?.type)
        }
        for input in inputs where input.isRequired {
            guard !directive.arguments.contains(where: { $0.name == input.name }) else { continue }
            report(
                "Directive '@\(directive.name)' argument '\(input.name)' of type '\(input.type)' is required,"
                    + " but it was not provided.",
                at: directive.offset)
        }
    }

    func checkUnique(_ directives: [Directive]) {
        guard directives.count > 1 else { return }
        var seen: [String: Directive] = [:]
        for directive in directives where DirectiveDefinition.named(directive.name) != nil {
            if let first = seen[directive.name] {
                report(
                    "The directive '@\(directive.name)' can only be used once at this location.",
                    at: first.offset, directive.offset)
            } else {
                seen[directive.name] = directive
            }
        }
    }

    func checkUnique(_ arguments: [Argument]) {
        guard arguments.count > 1 else { return }
        let places = Dictionary(grouping: arguments, by: \.name)
        for argument in arguments {
            guard let same = places[argument.name], same.count > 1, same[0].offset == argument.offset else { continue }
            report("There can be only one argument named '\(argument.name)'.", at: same.map(\.offset))
        }
    }

    /// A literal where `type` is expected; nil means that the schema does not know the place.
    func check(_ literal: Literal, type: GraphQLType?) {
        switch literal.kind {
        case .variable: break
        case .null:
            if let type, type.isNonNull {
                report("Expected value of type '\(type)', found null.", at: literal.offset)
            }
        case .list(let items):
            if let type, type.item == nil { return checkLeaf(literal, type: type.nullable) }
            for item in items { check(item, type: type?.item) }
        case .object(let fields):
            checkObject(literal, fields, type: type)
        case .bool, .int, .float, .string, .enumeration:
            if let type { checkLeaf(literal, type: type) }
        }
    }

    private func checkObject(_ literal: Literal, _ fields: [Literal.Field], type: GraphQLType?) {
        let definition = type.flatMap { index.definition(of: $0) }
        if let type, definition?.inputs == nil { return checkLeaf(literal, type: type) }
        let inputs = definition?.inputs ?? []
        for input in inputs where input.isRequired {
            guard !fields.contains(where: { $0.name == input.name }) else { continue }
            report(
                "Field '\(definition?.name ?? "").\(input.name)' of required type '\(input.type)' was not provided.",
                at: literal.offset)
        }
        var seen: [String: Literal.Field] = [:]
        for field in fields {
            let input = inputs.first { $0.name == field.name }
            if let definition, input == nil {
                report(
                    "Field '\(field.name)' is not defined by type '\(definition.name)'."
                        + Suggestion.sentence(Suggestion.similar(to: field.name, among: inputs.map(\.name))),
                    at: field.offset)
            }
            if let first = seen[field.name] {
                report(
                    "There can be only one input field named '\(field.name)'.", at: first.offset, field.offset)
            } else {
                seen[field.name] = field
            }
            check(field.value, type: input?.type)
        }
    }

    private func checkLeaf(_ literal: Literal, type: GraphQLType) {
        guard let leaf = index.definition(of: type)?.leaf else {
            report("Expected value of type '\(type)', found \(literal.printed()).", at: literal.offset)
            return
        }
        do {
            _ = try leaf.parse(literal: literal)
        } catch {
            switch error {
            case .message(let message): report(message, at: literal.offset)
            case .reason(let reason):
                let end = reason.map { "; " + $0 } ?? "."
                report("Expected value of type '\(type)', found \(literal.printed())\(end)", at: literal.offset)
            }
        }
    }
}
