import Core
import GraphQL

/// The mutations of domains, groups, users and keypairs.
enum AccountMutations {
    static let domains: [Mutation] = {
        let name = GraphQLInput("name", "String!")
        let item = (name: "domain", type: "Domain")
        return [
            Mutation(
                name: "create_domain", type: "CreateDomain", arguments: [name, properties("DomainInput")], item: item,
                action: .create, entity: .domain
            ) { arguments, context in
                .success(
                    try await context.accounts.domains.create(
                        key(arguments, "name"), given(arguments), by: context.author))
            },
            Mutation(
                name: "modify_domain", type: "ModifyDomain", arguments: [name, properties("ModifyDomainInput")],
                item: item, action: .modify, entity: .domain
            ) { arguments, context in
                let row = try await context.accounts.domains.modify(
                    key(arguments, "name"), given(arguments), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(
                name: "delete_domain", type: "DeleteDomain", arguments: [name], action: .delete, entity: .domain
            ) { arguments, context in
                let row = try await context.accounts.domains.delete(key(arguments, "name"), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(name: "purge_domain", type: "PurgeDomain", arguments: [name], action: .purge, entity: .domain) {
                arguments, context in
                .success(try await context.accounts.domains.purge(key(arguments, "name"), by: context.author))
            },
        ]
    }()

    static let groups: [Mutation] = {
        let gid = GraphQLInput("gid", "UUID!")
        let item = (name: "group", type: "Group")
        return [
            Mutation(
                name: "create_group", type: "CreateGroup",
                arguments: [GraphQLInput("name", "String!"), properties("GroupInput")], item: item, action: .create,
                entity: .group
            ) { arguments, context in
                .success(
                    try await context.accounts.groups.create(
                        key(arguments, "name"), given(arguments), by: context.author))
            } distance: { arguments, context in
                context.requester.distance(domain: given(arguments).string("domain_name"))
            },
            Mutation(
                name: "modify_group", type: "ModifyGroup", arguments: [gid, properties("ModifyGroupInput")], item: item,
                action: .modify, entity: .group
            ) { arguments, context in
                guard
                    let row = try await context.accounts.groups.modify(
                        key(arguments, "gid"), given(arguments), by: context.author)
                else { throw NounRefusal("no such group") }
                return .success(row)
            } distance: { arguments, context in
                // Neither a group of another domain, nor into one.
                max(
                    try await groupDistance(arguments, context),
                    given(arguments).string("domain_name").map { context.requester.distance(domain: $0) } ?? .own)
            },
            Mutation(
                name: "delete_group", type: "DeleteGroup", arguments: [gid], action: .delete, entity: .group
            ) { arguments, context in
                .success(try await context.accounts.groups.delete(key(arguments, "gid"), by: context.author))
            } distance: {
                try await groupDistance($0, $1)
            },
            Mutation(name: "purge_group", type: "PurgeGroup", arguments: [gid], action: .purge, entity: .group) {
                arguments, context in
                .success(try await context.accounts.groups.purge(key(arguments, "gid"), by: context.author))
            } distance: {
                try await groupDistance($0, $1)
            },
        ]
    }()

    static let users: [Mutation] = {
        let email = GraphQLInput("email", "String!")
        let item = (name: "user", type: "User")
        return [
            Mutation(
                name: "create_user", type: "CreateUser", arguments: [email, properties("UserInput")], item: item,
                action: .create, entity: .user
            ) { arguments, context in
                let row = try await context.accounts.users.create(
                    key(arguments, "email"), given(arguments), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(
                name: "modify_user", type: "ModifyUser", arguments: [email, properties("ModifyUserInput")], item: item,
                action: .modify, entity: .user
            ) { arguments, context in
                let row = try await context.accounts.users.modify(
                    key(arguments, "email"), given(arguments), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(name: "delete_user", type: "DeleteUser", arguments: [email], action: .delete, entity: .user) {
                arguments, context in
                let row = try await context.accounts.users.delete(key(arguments, "email"), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(
                name: "purge_user", type: "PurgeUser", arguments: [email, properties("PurgeUserInput")], action: .purge,
                entity: .user
            ) { arguments, context in
                let row = try await context.accounts.users.purge(key(arguments, "email"), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
        ]
    }()

    static let keypairs: [Mutation] = {
        let accessKey = GraphQLInput("access_key", "String!")
        return [
            Mutation(
                name: "create_keypair", type: "CreateKeyPair",
                arguments: [properties("KeyPairInput"), GraphQLInput("user_id", "String!")],
                item: (name: "keypair", type: "KeyPair"), action: .create, entity: .keypair
            ) { arguments, context in
                let row = try await context.accounts.keypairs.create(
                    forUser: key(arguments, "user_id"), given(arguments), by: context.author)
                if let row { context.made.insert(row.text("access_key")) }
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(
                name: "modify_keypair", type: "ModifyKeyPair",
                arguments: [accessKey, properties("ModifyKeyPairInput")],
                action: .modify, entity: .keypair
            ) { arguments, context in
                let row = try await context.accounts.keypairs.modify(
                    key(arguments, "access_key"), given(arguments), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
            Mutation(
                name: "delete_keypair", type: "DeleteKeyPair", arguments: [accessKey], action: .purge, entity: .keypair
            ) { arguments, context in
                let row = try await context.accounts.keypairs.delete(key(arguments, "access_key"), by: context.author)
                try await context.accounts.refreshKeypairs()
                return .success(row)
            },
        ]
    }()

    /// The argument with the properties of what is created or changed.
    static func properties(_ type: String) -> GraphQLInput {
        GraphQLInput("props", GraphQLType(stringLiteral: type + "!"))
    }

    static func key(_ arguments: GraphQLArguments, _ name: String) -> String { arguments.string(name) ?? "" }

    static func given(_ arguments: GraphQLArguments) -> GraphQLArguments {
        arguments.object("props") ?? GraphQLArguments()
    }

    private static func groupDistance(
        _ arguments: GraphQLArguments, _ context: GraphQLContext
    ) async throws -> Distance {
        let group = try await context.store.rows(of: Nouns.group, Nouns.group.has(key(arguments, "gid"))).first
        return context.requester.distance(domain: group?.text("domain_name"))
    }
}
