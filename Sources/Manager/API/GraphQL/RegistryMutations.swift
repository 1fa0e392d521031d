import Core
import GraphQL

/// The mutations of container registries, whose answers have no `ok`: what fails is an error of the request.
enum RegistryMutations {
    private struct Answer: Sendable {
        let row: SQLRow?
    }

    /// What each does.
    static let actions: [String: Action] = [
        "create_container_registry": .create, "modify_container_registry": .modify,
        "delete_container_registry": .purge,
    ]

    static let answers = ["CreateContainerRegistry", "ModifyContainerRegistry", "DeleteContainerRegistry"].map {
        GraphQLObject<GraphQLContext>($0, of: Answer.self) { fields in
            fields.property("container_registry", "ContainerRegistry") { .optional($0.row) }
        }
    }

    static func add(to fields: inout GraphQLFields<GraphQLContext, GraphQLRoot>) {
        let hostname = GraphQLInput("hostname", "String!")
        func properties(_ type: String) -> GraphQLInput { AccountMutations.properties(type) }
        fields.asyncField(
            "create_container_registry", "CreateContainerRegistry",
            [hostname, properties("CreateContainerRegistryInput")]
        ) { _, arguments, context in
            try await answer("create_container_registry", context) { nouns in
                var change = try nouns.creation(
                    of: Nouns.registry, AccountMutations.key(arguments, "hostname"), AccountMutations.given(arguments),
                    by: context.author)
                change.values.append(("created_at", .integer(Timestamp.now())))
                return change
            }
        }
        fields.asyncField(
            "modify_container_registry", "ModifyContainerRegistry",
            [hostname, properties("ModifyContainerRegistryInput")]
        ) { _, arguments, context in
            try await answer("modify_container_registry", context) { nouns in
                try nouns.modification(
                    of: Nouns.registry, AccountMutations.key(arguments, "hostname"), AccountMutations.given(arguments),
                    by: context.author)
            }
        }
        fields.asyncField("delete_container_registry", "DeleteContainerRegistry", [hostname]) {
            _, arguments, context in
            try await answer("delete_container_registry", context) { nouns in
                nouns.removal(of: Nouns.registry, AccountMutations.key(arguments, "hostname"), by: context.author)
            }
        }
    }

    private static func answer(
        _ name: String, _ context: GraphQLContext, _ change: (NounService) throws -> NounChange
    ) async throws -> GraphQLResolved {
        guard let action = actions[name] else { throw GraphQLError("Forbidden operation.") }
        try context.insist(on: action, .containerRegistry)
        do {
            try context.services.settings.insistRunning()
            let nouns = context.accounts.nouns
            guard let row = try await nouns.carryOut(try change(nouns)) else {
                throw GraphQLError("There is no such container registry.")
            }
            return .object(Answer(row: row))
        } catch let refusal as NounRefusal {
            throw GraphQLError(refusal.message)
        } catch let error as BackendError {
            throw GraphQLError(error)
        }
    }
}
