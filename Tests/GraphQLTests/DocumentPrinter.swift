@testable import GraphQL

/// Writes a parsed document as GraphQL again, all that may be left out written.
struct DocumentPrinter {
    private(set) var text = ""

    init(_ document: GraphQLDocument) {
        for definition in document.definitions {
            switch definition {
            case .operation(let operation): print(operation)
            case .fragment(let fragment):
                text += "fragment \(fragment.name.text) on \(fragment.condition.text)"
                print(fragment.directives)
                print(fragment.selectionSet)
            }
            text += "\n"
        }
    }

    private mutating func print(_ operation: OperationDefinition) {
        text += operation.kind.rawValue
        if let name = operation.name { text += " " + name.text }
        if !operation.variables.isEmpty {
            text += "("
            for variable in operation.variables {
                text += "$\(variable.name): \(variable.type)"
                if let value = variable.defaultValue { text += " = " + value.printed() }
                print(variable.directives)
                text += " "
            }
            text += ")"
        }
        print(operation.directives)
        print(operation.selectionSet)
    }

    private mutating func print(_ set: SelectionSet) {
        text += " {"
        for selection in set.selections {
            text += " "
            switch selection {
            case .field(let field):
                if let alias = field.alias { text += alias + ": " }
                text += field.name
                print(field.arguments)
                print(field.directives)
                if let set = field.selectionSet { print(set) }
            case .spread(let spread):
                text += "..." + spread.name.text
                print(spread.directives)
            case .inline(let fragment):
                text += "..."
                if let condition = fragment.condition { text += " on " + condition.text }
                print(fragment.directives)
                print(fragment.selectionSet)
            }
        }
        text += " }"
    }

    private mutating func print(_ directives: [Directive]) {
        for directive in directives {
            text += " @" + directive.name
            print(directive.arguments)
        }
    }

    private mutating func print(_ arguments: [Argument]) {
        guard !arguments.isEmpty else { return }
        text += "(" + arguments.map { $0.name + ": " + $0.value.printed() }.joined(separator: " ") + ")"
    }
}
