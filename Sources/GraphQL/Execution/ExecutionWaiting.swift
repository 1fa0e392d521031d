/// The part of an execution that waits: only plans with asynchronous resolvers come here.
///
/// Errors are untyped: swiftc 6.3.1 cannot optimise asynchronous functions that call one another with typed ones.
extension Execution {
    /// A part of the result that another task worked out.
    private struct Part: Sendable {
        let position: Int
        let value: Result<GraphQLValue, any Error>
        let errors: [GraphQLError]
    }

    /// Items of a list that are worked on at once.
    private static var concurrentItems: Int { 16 }

    /// The result of an object; `serial` answers one field after the other, as mutations demand.
    func result(
        of plan: ObjectPlan,
        _ source: any Sendable,
        serial: Bool = false,
        waiting progress: inout Progress
    ) async throws -> GraphQLValue {
        if plan.suspending == 0 { return try result(of: plan, source, &progress) }
        if plan.suspending > 1, !serial {
            return try await concurrentResult(of: plan, source, &progress)
        }
        var members: [GraphQLValue.Member] = []
        members.reserveCapacity(plan.fields.count)
        for field in plan.fields {
            let value = try await result(of: field, source, waiting: &progress)
            members.append(.init(name: field.key, value: value))
        }
        return .object(members)
    }

    private func concurrentResult(
        of plan: ObjectPlan,
        _ source: any Sendable,
        _ progress: inout Progress
    ) async throws -> GraphQLValue {
        let values = try await gather(count: plan.fields.count, window: plan.fields.count, &progress) {
            position, progress in
            let field = plan.fields[position]
            return await part(position, &progress) { progress in
                try await result(of: field, source, waiting: &progress)
            }
        }
        return .object(zip(plan.fields, values).map { .init(name: $0.key, value: $1) })
    }

    private func result(
        of field: FieldPlan,
        _ source: any Sendable,
        waiting progress: inout Progress
    ) async throws -> GraphQLValue {
        guard field.suspends else { return try result(of: field, source, &progress) }
        progress.path.append(.key(field.key))
        defer { progress.path.removeLast() }
        do {
            let resolved = try await resolve(field, source)
            return try await complete(resolved, field.type, field, waiting: &progress)
        } catch {
            return try absorb(error, field.type, field, &progress)
        }
    }

    private func resolve(_ field: FieldPlan, _ source: any Sendable) async throws -> GraphQLResolved {
        switch field.answer {
        case .typename(let name): return .value(.string(name))
        case .failure(let error): throw error
        case .resolver(.synchronous(let resolve)): return try resolve(source, field.arguments, context)
        case .resolver(.asynchronous(let resolve)): return try await resolve(source, field.arguments, context)
        }
    }

    private func complete(
        _ resolved: GraphQLResolved,
        _ type: GraphQLType,
        _ field: FieldPlan,
        waiting progress: inout Progress
    ) async throws -> GraphQLValue {
        if case .leaf = field.content { return try complete(resolved, type, field, &progress) }
        if case .object(let plan) = field.content, plan.suspending == 0 {
            return try complete(resolved, type, field, &progress)
        }
        switch (type, resolved) {
        case (.nonNull(let inner), _):
            let value = try await complete(resolved, inner, field, waiting: &progress)
            if value.isNull { throw missing(field) }
            return value
        case (.list(let item), .list(let items)):
            let values = try await gather(count: items.count, window: Self.concurrentItems, &progress) {
                position, progress in
                progress.path.append(.index(position))
                return await part(position, &progress) { progress in
                    try await entry(items[position], item, field, &progress)
                }
            }
            return .list(values)
        case (.named, .object(let source, let name)):
            let plan = try plan(for: name, of: field, &progress)
            return try await result(of: plan, source, waiting: &progress)
        default:
            return try complete(resolved, type, field, &progress)
        }
    }

    /// One item of a list; where null is allowed, its failure is null.
    private func entry(
        _ resolved: GraphQLResolved,
        _ type: GraphQLType,
        _ field: FieldPlan,
        _ progress: inout Progress
    ) async throws -> GraphQLValue {
        do {
            return try await complete(resolved, type, field, waiting: &progress)
        } catch {
            return try absorb(error, type, field, &progress)
        }
    }

    private func part(
        _ position: Int,
        _ progress: inout Progress,
        _ work: (inout Progress) async throws -> GraphQLValue
    ) async -> Part {
        do {
            let value = try await work(&progress)
            return Part(position: position, value: .success(value), errors: progress.errors)
        } catch {
            return Part(position: position, value: .failure(error), errors: progress.errors)
        }
    }

    /// Runs `count` pieces of work, `window` at once, and puts values and errors in order.
    private func gather(
        count: Int,
        window: Int,
        _ progress: inout Progress,
        _ work: @escaping @Sendable (Int, inout Progress) async -> Part
    ) async throws -> [GraphQLValue] {
        var start = progress
        start.errors = []
        let initial = start
        let parts = await withTaskGroup(of: Part.self) { group in
            var parts: [Part?] = Array(repeating: nil, count: count)
            var next = 0
            func add() {
                guard next < count else { return }
                let position = next
                next += 1
                group.addTask {
                    var progress = initial
                    return await work(position, &progress)
                }
            }
            for _ in 0..<min(window, count) { add() }
            while let part = await group.next() {
                parts[part.position] = part
                add()
            }
            return parts.compactMap(\.self)
        }
        for part in parts { progress.errors += part.errors }
        var values: [GraphQLValue] = []
        values.reserveCapacity(count)
        for part in parts { values.append(try part.value.get()) }
        return values
    }
}
