/// Makes the plan of an operation: fragments opened, directives applied, arguments coerced.
struct PlanBuilder: Sendable {
    let table: ResolverTable
    let document: GraphQLDocument
    let coercion: ArgumentCoercion

    private var index: SchemaIndex { table.index }

    /// The plan for objects of `type` where `selectionSets` are selected together.
    ///
    /// - Throws: ``GraphQLError`` for a `@skip` or `@include` that has no value.
    func plan(
        for type: TypeDefinition,
        _ selectionSets: [SelectionSet]
    ) throws(GraphQLError) -> ObjectPlan {
        var keys: [String] = []
        var nodes: [String: [Field]] = [:]
        var visited: Set<String> = []
        for selectionSet in selectionSets {
            try collect(selectionSet, for: type, &keys, &nodes, &visited)
        }
        var fields: [FieldPlan] = []
        fields.reserveCapacity(keys.count)
        for key in keys {
            if let plan = try field(key, nodes[key] ?? [], of: type) { fields.append(plan) }
        }
        return ObjectPlan(fields: fields)
    }

    private func collect(
        _ selectionSet: SelectionSet,
        for type: TypeDefinition,
        _ keys: inout [String],
        _ nodes: inout [String: [Field]],
        _ visited: inout Set<String>
    ) throws(GraphQLError) {
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field):
                guard try isIncluded(field.directives) else { continue }
                if nodes[field.key] == nil { keys.append(field.key) }
                nodes[field.key, default: []].append(field)
            case .inline(let inline):
                guard try isIncluded(inline.directives), applies(inline.condition, to: type) else { continue }
                try collect(inline.selectionSet, for: type, &keys, &nodes, &visited)
            case .spread(let spread):
                guard try isIncluded(spread.directives), visited.insert(spread.name.text).inserted,
                    let fragment = document.fragments[spread.name.text], applies(fragment.condition, to: type)
                else { continue }
                try collect(fragment.selectionSet, for: type, &keys, &nodes, &visited)
            }
        }
    }

    private func applies(_ condition: Name?, to type: TypeDefinition) -> Bool {
        guard let condition, condition.text != type.name else { return true }
        guard let wanted = index.types[condition.text] else { return false }
        return index.possibleTypes(of: wanted).contains(type.name)
    }

    private func isIncluded(_ directives: [Directive]) throws(GraphQLError) -> Bool {
        for directive in directives {
            for (definition, excludes) in [(DirectiveDefinition.skip, true), (.include, false)]
            where directive.name == definition.name {
                let arguments = try coercion.arguments(
                    directive.arguments, for: definition.arguments, at: directive.offset)
                if arguments.bool("if") == excludes { return false }
            }
        }
        return true
    }

    private func field(
        _ key: String,
        _ nodes: [Field],
        of parent: TypeDefinition
    ) throws(GraphQLError) -> FieldPlan? {
        guard let node = nodes.first, let definition = index.field(node.name, of: parent),
            let type = index.definition(of: definition.type)
        else { return nil }
        let content: FieldPlan.Content
        if let leaf = type.leaf {
            content = .leaf(leaf)
        } else if type.isObject {
            content = .object(try plan(for: type, nodes.compactMap(\.selectionSet)))
        } else {
            content = .interface(type)
        }
        var answer = answer(node, of: parent)
        var arguments = GraphQLArguments()
        do {
            arguments = try coercion.arguments(node.arguments, for: definition.arguments, at: node.offset)
        } catch {
            answer = .failure(error)
        }
        return FieldPlan(
            parent: parent.name, nodes: nodes, key: key, type: definition.type,
            answer: answer, arguments: arguments, content: content)
    }

    private func answer(_ node: Field, of parent: TypeDefinition) -> FieldPlan.Answer {
        if let resolver = table.resolver(ofField: node.name, of: parent) { return .resolver(resolver) }
        let index = index
        switch node.name {
        case MetaField.schema:
            return .resolver(.synchronous { _, _, _ in .object(index) })
        case MetaField.type:
            return .resolver(
                .synchronous { _, arguments, _ in
                    .optional(arguments.string("name").flatMap { IntrospectedType(named: $0, in: index) })
                })
        default:
            return .typename(parent.name)
        }
    }
}
