/// A place where a definition uses a variable.
struct VariableUsage {
    let name: String
    let offset: Int
    /// What the place expects; nil where the schema does not know the place.
    let type: GraphQLType?
    /// Whether the place has a value of its own when the variable has none.
    let hasDefault: Bool
}

/// Collects the variables that a definition uses, fragments that it spreads not included.
struct VariableUsages {
    private let index: SchemaIndex
    private(set) var usages: [VariableUsage] = []

    init(of operation: OperationDefinition, in index: SchemaIndex) {
        self.index = index
        visit(operation.directives)
        visit(operation.selectionSet, of: index.root(of: operation.kind))
    }

    init(of fragment: FragmentDefinition, in index: SchemaIndex) {
        self.index = index
        visit(fragment.directives)
        visit(fragment.selectionSet, of: index.types[fragment.condition.text])
    }

    private mutating func visit(_ selectionSet: SelectionSet, of type: TypeDefinition?) {
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field):
                let definition = type.flatMap { index.field(field.name, of: $0) }
                visit(field.arguments) { definition?.argument($0) }
                visit(field.directives)
                if let inner = field.selectionSet {
                    visit(inner, of: definition.flatMap { index.definition(of: $0.type) })
                }
            case .spread(let spread):
                visit(spread.directives)
            case .inline(let inline):
                visit(inline.directives)
                visit(inline.selectionSet, of: inline.condition.map { index.types[$0.text] } ?? type)
            }
        }
    }

    private mutating func visit(_ directives: [Directive]) {
        for directive in directives {
            let definition = DirectiveDefinition.named(directive.name)
            visit(directive.arguments) { name in definition?.arguments.first { $0.name == name } }
        }
    }

    private mutating func visit(_ arguments: [Argument], input: (String) -> GraphQLInput?) {
        for argument in arguments {
            let input = input(argument.name)
            visit(argument.value, type: input?.type, hasDefault: input?.defaultValue != nil)
        }
    }

    private mutating func visit(_ literal: Literal, type: GraphQLType?, hasDefault: Bool) {
        switch literal.kind {
        case .variable(let name):
            usages.append(VariableUsage(name: name, offset: literal.offset, type: type, hasDefault: hasDefault))
        case .list(let items):
            for item in items { visit(item, type: type?.item ?? type?.nullable, hasDefault: false) }
        case .object(let fields):
            let inputs = type.flatMap { index.definition(of: $0)?.inputs }
            for field in fields {
                let input = inputs?.first { $0.name == field.name }
                visit(field.value, type: input?.type, hasDefault: input?.defaultValue != nil)
            }
        default: break
        }
    }
}
