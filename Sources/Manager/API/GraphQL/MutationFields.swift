import Core
import GraphQL

/// What a mutation came to.
struct MutationOutcome: Sendable {
    let isDone: Bool
    let message: String
    var row: SQLRow?
    var task: String?
}

/// One mutation: the field, and the type of its answer.
struct Mutation: Sendable {
    /// Such as `create_domain`.
    let name: String
    /// Such as `CreateDomain`.
    let type: String
    let arguments: [GraphQLInput]
    /// The field of the answer with the thing itself, and its type.
    var item: (name: String, type: String)?
    let action: Action
    let entity: Entity
    /// Does it; nil means that there is nothing of that name.
    let perform: @Sendable (GraphQLArguments, GraphQLContext) async throws -> MutationOutcome?
    /// How far what it concerns is from who asks.
    var distance: @Sendable (GraphQLArguments, GraphQLContext) async throws -> Distance = { _, _ in .other }

    /// The type of its answer.
    var answer: GraphQLObject<GraphQLContext> {
        GraphQLObject(type, of: MutationOutcome.self) { fields in
            fields.property("ok", .boolean) { .bool($0.isDone) }
            fields.property("msg", .string) { .string($0.message) }
            guard let item else { return }
            if item.name == "task_id" {
                fields.property(item.name, GraphQLType(stringLiteral: item.type)) { .string($0.task) }
            } else {
                fields.property(item.name, GraphQLType(stringLiteral: item.type)) { .optional($0.row) }
            }
        }
    }

    /// Adds its field.
    func add(to fields: inout GraphQLFields<GraphQLContext, GraphQLRoot>) {
        fields.asyncField(name, GraphQLType(stringLiteral: type), arguments) { _, arguments, context in
            .object(try await outcome(arguments, context))
        }
    }

    /// The answer, refusals included: the original answers most of them as a mutation that is not `ok`.
    private func outcome(_ arguments: GraphQLArguments, _ context: GraphQLContext) async throws -> MutationOutcome {
        guard context.requester.may(action, entity, at: try await distance(arguments, context)) else {
            return MutationOutcome(isDone: false, message: "no permission to execute \(name)")
        }
        do {
            try context.services.settings.insistRunning()
            return try await perform(arguments, context)
                ?? MutationOutcome(isDone: false, message: "no matching \(type.lowercased())")
        } catch let refusal as NounRefusal {
            guard !refusal.isError else { throw GraphQLError(refusal.message) }
            return MutationOutcome(isDone: false, message: refusal.message)
        } catch StoreError.refused(let sentence) {
            return MutationOutcome(isDone: false, message: sentence)
        } catch let error as BackendError {
            throw GraphQLError(error)
        }
    }
}

extension GraphQLError {
    /// A refusal in the words that the original has for it.
    init(_ error: BackendError) {
        self.init(error.title + (error.message.map { " (\($0))" } ?? ""))
    }
}

extension MutationOutcome {
    /// Success with what was changed; nil where there was nothing to change.
    static func success(_ row: SQLRow?) -> MutationOutcome? {
        row.map { MutationOutcome(isDone: true, message: "success", row: $0) }
    }
}
