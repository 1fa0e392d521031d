/// One operation being executed: the part that never waits.
struct Execution: Sendable {
    /// What is known on the way through the result.
    struct Progress: Sendable {
        var path: [GraphQLPathElement] = []
        var errors: [GraphQLError] = []
        /// Plans made for the object types of interfaces.
        var plans: [InterfacePlanKey: ObjectPlan] = [:]
    }

    struct InterfacePlanKey: Hashable {
        let field: ObjectIdentifier
        let type: String
    }

    let builder: PlanBuilder
    let context: any Sendable

    /// The result of an object all of whose fields answer at once.
    ///
    /// - Throws: The error of a field that may not be null, already located.
    func result(
        of plan: ObjectPlan,
        _ source: any Sendable,
        _ progress: inout Progress
    ) throws(GraphQLError) -> GraphQLValue {
        var members: [GraphQLValue.Member] = []
        members.reserveCapacity(plan.fields.count)
        for field in plan.fields {
            members.append(.init(name: field.key, value: try result(of: field, source, &progress)))
        }
        return .object(members)
    }

    func result(
        of field: FieldPlan,
        _ source: any Sendable,
        _ progress: inout Progress
    ) throws(GraphQLError) -> GraphQLValue {
        progress.path.append(.key(field.key))
        defer { progress.path.removeLast() }
        do {
            switch field.answer {
            case .typename(let name): return .string(name)
            case .failure(let error): throw error
            case .resolver(.synchronous(let resolve)):
                return try complete(resolve(source, field.arguments, context), field.type, field, &progress)
            case .resolver(.asynchronous):
                throw GraphQLError("Field '\(field.place)' cannot be answered at once.")
            }
        } catch {
            return try absorb(error, field.type, field, &progress)
        }
    }

    /// Brings what a resolver answered into the form of `type`.
    func complete(
        _ resolved: GraphQLResolved,
        _ type: GraphQLType,
        _ field: FieldPlan,
        _ progress: inout Progress
    ) throws(GraphQLError) -> GraphQLValue {
        switch (type, resolved) {
        case (.nonNull(let inner), _):
            let value = try complete(resolved, inner, field, &progress)
            if value.isNull { throw missing(field) }
            return value
        case (_, .null), (_, .value(.null)):
            return .null
        case (.list(let item), .list(let items)):
            return .list(try list(items, item, field, &progress))
        case (.list(let item), .value(.list(let values))):
            return .list(try list(values.map(GraphQLResolved.value), item, field, &progress))
        case (.list, _):
            throw GraphQLError("Expected Iterable, but did not find one for field '\(field.place)'.")
        case (.named, .object(let source, let name)):
            return try result(of: plan(for: name, of: field, &progress), source, &progress)
        case (.named, .value(let value)):
            guard case .leaf(let leaf) = field.content else { throw misshapen(field) }
            return try leaf.serialize(value)
        case (.named, .list):
            throw misshapen(field)
        }
    }

    private func list(
        _ items: [GraphQLResolved],
        _ type: GraphQLType,
        _ field: FieldPlan,
        _ progress: inout Progress
    ) throws(GraphQLError) -> [GraphQLValue] {
        var values: [GraphQLValue] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            progress.path.append(.index(index))
            defer { progress.path.removeLast() }
            do {
                values.append(try complete(item, type, field, &progress))
            } catch {
                values.append(try absorb(error, type, field, &progress))
            }
        }
        return values
    }

    /// The plan for an object that stands under `field`; `name` is the type that the resolver gave.
    func plan(
        for name: String?,
        of field: FieldPlan,
        _ progress: inout Progress
    ) throws(GraphQLError) -> ObjectPlan {
        switch field.content {
        case .leaf: throw misshapen(field)
        case .object(let plan): return plan
        case .interface(let interface):
            let index = builder.table.index
            guard let name, let type = index.types[name], index.possibleTypes(of: interface).contains(name) else {
                throw GraphQLError(
                    "Abstract type '\(interface.name)' must resolve to an Object type at runtime for field '\(field.place)'."
                )
            }
            let key = InterfacePlanKey(field: ObjectIdentifier(field), type: name)
            if let plan = progress.plans[key] { return plan }
            let plan = try builder.plan(for: type, field.selectionSets)
            progress.plans[key] = plan
            return plan
        }
    }

    /// Locates an error and, where null is allowed, records it and answers null in its place.
    func absorb(
        _ error: any Error,
        _ type: GraphQLType,
        _ field: FieldPlan,
        _ progress: inout Progress
    ) throws(GraphQLError) -> GraphQLValue {
        var located = error as? GraphQLError ?? GraphQLError(String(describing: error))
        if located.path == nil { located.path = progress.path }
        if located.locations.isEmpty {
            located.locations = field.nodes.map { builder.document.source.location(at: $0.offset) }
        }
        if type.isNonNull { throw located }
        progress.errors.append(located)
        return .null
    }

    func missing(_ field: FieldPlan) -> GraphQLError {
        GraphQLError("Cannot return null for non-nullable field \(field.place).")
    }

    private func misshapen(_ field: FieldPlan) -> GraphQLError {
        GraphQLError("The answer to field '\(field.place)' has not the shape of type '\(field.type)'.")
    }
}
