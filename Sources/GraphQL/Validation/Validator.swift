/// Holds a document against a schema.
///
/// The rules, their messages and the order of the errors are graphql-core's (`validation/rules`): one
/// walk over the definitions, at each node the checks in the order of its `specified_rules`.
struct Validator {
    let index: SchemaIndex
    let document: GraphQLDocument
    private let limits: GraphQLLimits
    private let violations: ViolationReport
    private var graph: FragmentGraph
    private var usedFragments: Set<String> = []
    private var reached = 0
    let fragmentUsages: [String: [VariableUsage]]
    private var cycles: [String: [[FragmentSpread]]] = [:]
    private var conflicts: FieldConflicts?
    private var names = (operations: [String: Name](), fragments: [String: Name]())

    /// Whether fragments may be written out: they form no cycle and stay within the limits.
    var isBounded: Bool { conflicts != nil }

    /// All errors of `document`, or the one that it is too large.
    static func errors(of document: GraphQLDocument, in index: SchemaIndex, limits: GraphQLLimits) -> [GraphQLError] {
        var validator = Validator(document, index, limits)
        validator.validate()
        return validator.violations.errors
    }

    private init(_ document: GraphQLDocument, _ index: SchemaIndex, _ limits: GraphQLLimits) {
        self.document = document
        self.index = index
        self.limits = limits
        graph = FragmentGraph(document)
        fragmentUsages = document.fragments.mapValues { VariableUsages(of: $0, in: index).usages }
        violations = ViolationReport(source: document.source)
    }

    func report(_ message: @autoclosure () -> String, at offsets: Int...) {
        violations.add(message, at: offsets)
    }

    func report(_ message: @autoclosure () -> String, at offsets: [Int]) {
        violations.add(message, at: offsets)
    }

    private mutating func validate() {
        for case .fragment(let fragment) in document.definitions {
            let found = graph.cycles(from: fragment)
            if !found.isEmpty { cycles[fragment.name.text] = found }
        }
        if cycles.isEmpty {
            let measure = QueryMeasure(limits: limits, postorder: graph.postorder)
            if let refusal = measure.refusal(of: document) {
                report(refusal.message, at: refusal.offset)
                return
            }
            conflicts = FieldConflicts(document: document, index: index)
        }
        for definition in document.definitions {
            switch definition {
            case .operation(let operation): visit(operation)
            case .fragment(let fragment): visit(fragment)
            }
        }
        reportUnusedFragments()
        if conflicts?.isExhausted == true {
            report("Query is too complex: it selects the same fields too many times.", at: [])
        }
    }

    private mutating func visit(_ operation: OperationDefinition) {
        if let name = operation.name {
            if let known = names.operations[name.text] {
                report("There can be only one operation named '\(name.text)'.", at: known.offset, name.offset)
            } else {
                names.operations[name.text] = name
            }
        } else if document.operations.count > 1 {
            report("This anonymous operation must be the only defined operation.", at: operation.offset)
        }
        visitVariables(of: operation)
        visit(operation.directives, on: operation.kind.rawValue.uppercased())
        visit(operation.selectionSet, of: index.root(of: operation.kind))
        // Only cycles, which are reported, let operations reach more fragments than the limit allows to spread.
        guard reached <= limits.cost else { return }
        let fragments = graph.reachable(from: operation.selectionSet)
        reached += fragments.count
        usedFragments.formUnion(fragments.map(\.name.text))
        checkVariables(of: operation, reaching: fragments)
    }

    private mutating func visit(_ fragment: FragmentDefinition) {
        let name = fragment.name
        let type = index.types[fragment.condition.text]
        if let type, !type.isComposite {
            report(
                "Fragment '\(name.text)' cannot condition on non composite type '\(type.name)'.",
                at: fragment.condition.offset)
        }
        if let known = names.fragments[name.text] {
            report("There can be only one fragment named '\(name.text)'.", at: known.offset, name.offset)
        } else {
            names.fragments[name.text] = name
        }
        for cycle in cycles.removeValue(forKey: name.text) ?? [] {
            let via = cycle.dropLast().map { "'" + $0.name.text + "'" }.joined(separator: ", ")
            report(
                "Cannot spread fragment '\(cycle.last?.name.text ?? name.text)' within itself"
                    + (via.isEmpty ? "." : " via \(via)."),
                at: cycle.map(\.offset))
        }
        checkUnique(fragment.directives)
        visitType(fragment.condition.text, at: fragment.condition.offset)
        visit(fragment.directives, on: "FRAGMENT_DEFINITION", checked: true)
        visit(fragment.selectionSet, of: type)
    }

    /// Reports a name that no type has.
    func visitType(_ name: String, at offset: Int) {
        guard index.types[name] == nil else { return }
        report(
            "Unknown type '\(name)'." + Suggestion.sentence(Suggestion.similar(to: name, among: index.order)),
            at: offset)
    }

    private func reportUnusedFragments() {
        guard reached <= limits.cost else { return }
        for case .fragment(let fragment) in document.definitions where !usedFragments.contains(fragment.name.text) {
            report("Fragment '\(fragment.name.text)' is never used.", at: fragment.offset)
        }
    }

    /// Walks a selection; `type` is what it is selected on, as far as the schema knows.
    mutating func visit(_ selectionSet: SelectionSet, of type: TypeDefinition?) {
        let type = type.flatMap { $0.isComposite ? $0 : nil }
        for conflict in conflicts?.conflicts(within: selectionSet, of: type) ?? [] {
            report(conflict.message, at: conflict.offsets)
        }
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field): visit(field, of: type)
            case .spread(let spread): visit(spread, in: type)
            case .inline(let inline): visit(inline, in: type)
            }
        }
    }
}
