extension Validator {
    /// The variable definitions of an operation.
    func visitVariables(of operation: OperationDefinition) {
        let places = Dictionary(grouping: operation.variables, by: \.name)
        for variable in operation.variables {
            guard let same = places[variable.name], same.count > 1, same[0].offset == variable.offset else { continue }
            report("There can be only one variable named '$\(variable.name)'.", at: same.map(\.nameOffset))
        }
        for variable in operation.variables {
            let definition = index.definition(of: variable.type)
            if let definition, !definition.isInput {
                report(
                    "Variable '$\(variable.name)' cannot be non-input type '\(variable.type)'.",
                    at: variable.typeOffset)
            }
            visitType(variable.type.name, at: variable.namedTypeOffset)
            if let literal = variable.defaultValue {
                check(literal, type: definition?.isInput == true ? variable.type : nil)
            }
            visit(variable.directives, on: "VARIABLE_DEFINITION")
        }
    }

    /// Whether each used variable is defined and fits its places, and each defined one is used.
    func checkVariables(of operation: OperationDefinition, reaching fragments: [FragmentDefinition]) {
        var usages = VariableUsages(of: operation, in: index).usages
        for fragment in fragments { usages += fragmentUsages[fragment.name.text] ?? [] }
        let definitions = Dictionary(operation.variables.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for usage in usages where definitions[usage.name] == nil {
            let end = operation.name.map { " by operation '\($0.text)'." } ?? "."
            report("Variable '$\(usage.name)' is not defined\(end)", at: usage.offset, operation.offset)
        }
        let used = Set(usages.map(\.name))
        for variable in operation.variables where !used.contains(variable.name) {
            let end = operation.name.map { " in operation '\($0.text)'." } ?? "."
            report("Variable '$\(variable.name)' is never used\(end)", at: variable.offset)
        }
        for usage in usages {
            guard let variable = definitions[usage.name], let type = usage.type,
                index.definition(of: variable.type) != nil, !isAllowed(variable, usage, type)
            else { continue }
            report(
                "Variable '$\(variable.name)' of type '\(variable.type)' used in position expecting type '\(type)'.",
                at: variable.offset, usage.offset)
        }
    }

    /// The specification's `IsVariableUsageAllowed`: a default on either side makes up for a missing `!`.
    private func isAllowed(_ variable: VariableDefinition, _ usage: VariableUsage, _ type: GraphQLType) -> Bool {
        guard type.isNonNull, !variable.type.isNonNull else { return index.isSubtype(variable.type, of: type) }
        let hasDefault = variable.defaultValue.map { !$0.isNull } ?? false
        return (hasDefault || usage.hasDefault) && index.isSubtype(variable.type, of: type.nullable)
    }
}
