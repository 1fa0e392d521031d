import Core
import GraphQL

/// The GraphQL schema of the manager.
enum ManagerSchema {
    /// Puts it together.
    ///
    /// - Throws: ``GraphQLSchemaError`` for a mistake in it, which tests find.
    static func make() throws(GraphQLSchemaError) -> GraphQLSchema<GraphQLContext> {
        try GraphQLSchema(
            query: query,
            mutation: GraphQLObject("Mutations") { fields in
                for mutation in mutations { mutation.add(to: &fields) }
                RegistryMutations.add(to: &fields)
            },
            objects: AgentTypes.all + AccountTypes.all + NodeQueries.types + ResourceTypes.all + ImageTypes.all
                + SessionTypes.all
                + mutations.map(\.answer) + RegistryMutations.answers,
            interfaces: [
                GraphQLInterface("Item", fields: [GraphQLField("id", "ID")]),
                GraphQLInterface("Node", fields: [GraphQLField("id", "ID!")]), NodeQueries.interface,
                GraphQLInterface(
                    "PaginatedList", fields: [GraphQLField("items", "[Item]!"), GraphQLField("total_count", "Int!")]),
            ],
            inputs: MutationInputs.all,
            scalars: [.uuid, .dateTime, .jsonString, .bigInt]
        )
    }

    private static let query = GraphQLObject<GraphQLContext>("Queries") { fields in
        NodeQueries.addNode(to: &fields)
        AgentTypes.addQueries(to: &fields)
        AccountQueries.addDomains(to: &fields)
        NodeQueries.addGroups(to: &fields)
        AccountQueries.addGroups(to: &fields)
        ImageTypes.addQueries(to: &fields)
        AccountQueries.addUsers(to: &fields)
        NodeQueries.addUsers(to: &fields)
        AccountQueries.addKeypairs(to: &fields)
        ResourceQueries.addPolicies(to: &fields)
        ResourceQueries.addPresets(to: &fields)
        ResourceQueries.addScalingGroups(to: &fields)
        SessionQueries.add(to: &fields)
        fields.field("vfolder_host_permissions", "PredefinedAtomicPermission") { root, _, _ in .object(root) }
        ResourceQueries.addRegistries(to: &fields)
        ResourceQueries.addAudit(to: &fields)
    }

    /// Every mutation, in the order of the original's schema.
    static let mutations: [Mutation] =
        ResourceMutations.agents + AccountMutations.domains + AccountMutations.groups + AccountMutations.users
        + AccountMutations.keypairs + ImageMutations.all
        + ResourceMutations.simple(
            Nouns.keypairPolicy, "keypair_resource_policy", "KeyPairResourcePolicy", item: "resource_policy")
        + ResourceMutations.simple(
            Nouns.userPolicy, "user_resource_policy", "UserResourcePolicy", item: "resource_policy")
        + ResourceMutations.simple(
            Nouns.projectPolicy, "project_resource_policy", "ProjectResourcePolicy", item: "resource_policy")
        + ResourceMutations.simple(Nouns.preset, "resource_preset", "ResourcePreset", item: "resource_preset")
        + ResourceMutations.scalingGroups + ResourceMutations.associations
}
