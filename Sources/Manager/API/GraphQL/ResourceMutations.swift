import Core
import GraphQL

/// The mutations of policies, presets, scaling groups, registries, images and agents.
enum ResourceMutations {
    private typealias Base = AccountMutations

    /// Policies, presets: created, modified and removed without further rules.
    static func simple(_ noun: Noun, _ suffix: String, _ type: String, item: String) -> [Mutation] {
        let name = GraphQLInput("name", "String!")
        return [
            Mutation(
                name: "create_\(suffix)", type: "Create\(type)",
                arguments: [name, AccountMutations.properties("Create\(type)Input")], item: (name: item, type: type),
                action: .create, entity: noun.entity
            ) { arguments, context in
                let key = AccountMutations.key(arguments, "name")
                guard SlugName.isValid(key) else { throw NounRefusal("invalid name format. slug format required.") }
                var change = try context.accounts.nouns.creation(
                    of: noun, key, AccountMutations.given(arguments), by: context.author)
                change.values.append(("created_at", .integer(Timestamp.now())))
                return .success(try await context.accounts.nouns.carryOut(change))
            },
            Mutation(
                name: "modify_\(suffix)", type: "Modify\(type)",
                arguments: [name, AccountMutations.properties("Modify\(type)Input")], action: .modify,
                entity: noun.entity
            ) { arguments, context in
                let change = try context.accounts.nouns.modification(
                    of: noun, AccountMutations.key(arguments, "name"), AccountMutations.given(arguments),
                    by: context.author)
                guard !change.values.isEmpty else { throw NounRefusal("nothing to update") }
                return .success(try await context.accounts.nouns.carryOut(change))
            },
            Mutation(
                name: "delete_\(suffix)", type: "Delete\(type)", arguments: [name], action: .purge, entity: noun.entity
            ) { arguments, context in
                let change = context.accounts.nouns.removal(
                    of: noun, AccountMutations.key(arguments, "name"), by: context.author)
                return .success(try await context.accounts.nouns.carryOut(change))
            },
        ]
    }

    static let scalingGroups: [Mutation] = {
        let name = GraphQLInput("name", "String!")
        return [
            Mutation(
                name: "create_scaling_group", type: "CreateScalingGroup",
                arguments: [name, Base.properties("CreateScalingGroupInput")],
                item: (name: "scaling_group", type: "ScalingGroup"), action: .create, entity: .scalingGroup
            ) { arguments, context in
                .success(
                    try await context.accounts.scalingGroups.create(
                        AccountMutations.key(arguments, "name"), AccountMutations.given(arguments), by: context.author))
            },
            Mutation(
                name: "modify_scaling_group", type: "ModifyScalingGroup",
                arguments: [name, Base.properties("ModifyScalingGroupInput")], action: .modify, entity: .scalingGroup
            ) { arguments, context in
                .success(
                    try await context.accounts.scalingGroups.modify(
                        AccountMutations.key(arguments, "name"), AccountMutations.given(arguments), by: context.author))
            },
            Mutation(
                name: "delete_scaling_group", type: "DeleteScalingGroup", arguments: [name], action: .purge,
                entity: .scalingGroup
            ) { arguments, context in
                .success(
                    try await context.accounts.scalingGroups.delete(
                        AccountMutations.key(arguments, "name"), by: context.author))
            },
        ]
    }()

    /// Who may use which scaling group.
    static let associations: [Mutation] = {
        typealias Grantee = ScalingGroupAccounts.Grantee
        let scalingGroup = GraphQLInput("scaling_group", "String!")
        let domain = GraphQLInput("domain", "String!")
        let userGroup = GraphQLInput("user_group", "UUID!")
        let accessKey = GraphQLInput("access_key", "String!")
        let kinds: [(suffix: String, type: String, arguments: [GraphQLInput], grantee: Granting)] = [
            ("domain", "Domain", [domain, scalingGroup], { .domain(AccountMutations.key($0, "domain")) }),
            ("user_group", "UserGroup", [scalingGroup, userGroup], { .group(AccountMutations.key($0, "user_group")) }),
            ("keypair", "KeyPair", [accessKey, scalingGroup], { .keypair(AccountMutations.key($0, "access_key")) }),
        ]
        let associating = kinds.map { kind in
            Mutation(
                name: "associate_scaling_group_with_\(kind.suffix)", type: "AssociateScalingGroupWith\(kind.type)",
                arguments: kind.arguments, action: .modify, entity: .scalingGroup
            ) { arguments, context in
                .success(
                    try await context.accounts.scalingGroups.associate(
                        AccountMutations.key(arguments, "scaling_group"), with: kind.grantee(arguments),
                        by: context.author))
            }
        }
        let disassociating = kinds.map { kind in
            Mutation(
                name: "disassociate_scaling_group_with_\(kind.suffix)",
                type: "DisassociateScalingGroupWith\(kind.type)", arguments: kind.arguments, action: .modify,
                entity: .scalingGroup
            ) { arguments, context in
                .success(
                    try await context.accounts.scalingGroups.disassociate(
                        AccountMutations.key(arguments, "scaling_group"), from: kind.grantee(arguments),
                        by: context.author))
            }
        }
        let all: [(suffix: String, type: String, argument: GraphQLInput, grantee: Granting)] = [
            ("domain", "Domain", domain, kinds[0].grantee), ("group", "Group", userGroup, kinds[1].grantee),
        ]
        return associating + disassociating
            + all.map { kind in
                Mutation(
                    name: "disassociate_all_scaling_groups_with_\(kind.suffix)",
                    type: "DisassociateAllScalingGroupsWith\(kind.type)", arguments: [kind.argument], action: .modify,
                    entity: .scalingGroup
                ) { arguments, context in
                    .success(
                        try await context.accounts.scalingGroups.disassociateAll(
                            from: kind.grantee(arguments), by: context.author))
                }
            }
    }()

    private typealias Granting = @Sendable (GraphQLArguments) -> ScalingGroupAccounts.Grantee

    static let agents = [
        Mutation(
            name: "modify_agent", type: "ModifyAgent",
            arguments: [GraphQLInput("id", "String!"), Base.properties("ModifyAgentInput")], action: .modify,
            entity: .agent
        ) { arguments, context in
            let change = try context.accounts.nouns.modification(
                of: Nouns.agent, AccountMutations.key(arguments, "id"), AccountMutations.given(arguments),
                by: context.author)
            guard !change.values.isEmpty else { throw NounRefusal("nothing to update") }
            let row = try await context.accounts.nouns.carryOut(change)
            await context.sessions.engine.requestScheduling()
            return .success(row)
        }
    ]
}
