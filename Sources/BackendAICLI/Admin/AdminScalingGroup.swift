import ArgumentParser
import BackendAIKit
import Core

struct AdminScalingGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scaling-group",
        abstract: "Scaling groups: agents that are scheduled together",
        subcommands: [
            List.self, Info.self, Available.self, Add.self, Update.self, Delete.self, Associate.self, Dissociate.self,
        ])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List scaling groups", aliases: ["ls"])

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(
                .scalingGroup, options, root: "scaling_groups", [GraphQLVariable("is_active", "Boolean", .null)])
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one scaling group")

        @Argument(help: "The scaling group")
        var name: String

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(.scalingGroup, options, named: name) { fields in
                try await client.graphQL.item(
                    "scaling_group", fields: fields, variables: [GraphQLVariable("name", "String", .string(name))])
            }
        }
    }

    struct Available: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "get-available", abstract: "List the scaling groups that a group may use")

        @Argument(help: "The group's name or id")
        var groupName: String

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            // The route tells names alone.
            let names = Noun(
                name: "scaling group", plural: "scaling groups", identifier: "name", fields: [Field("name")],
                record: ["name"])
            let rules = try ListRules(options.page, noun: names)
            try await Listing(names, options).run(in: context) { _, _ in
                rules.page(
                    of: try await client.resources.scalingGroups(of: groupName).map { ["name": .string($0)] })
            }
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Remove a scaling group", aliases: ["rm"])

        @Argument(help: "The scaling group")
        var name: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "delete_scaling_group",
                [GraphQLVariable("name", "String!", .string(name))],
                output: output,
                ChangeReport(
                    noun: "scaling_group", action: "deletion", done: "scaling group \(name) is removed",
                    members: [.init("name", .string(name))]))
        }
    }

    struct Associate: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "associate-scaling-group",
            abstract: "Let a domain, a group or a keypair use a scaling group",
            aliases: ["associate"])

        @OptionGroup var user: ScalingGroupUser
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "associate_scaling_group_with_\(user.kind)", user.variables, output: output,
                ChangeReport(
                    noun: "scaling_group", action: "associate_scaling_group",
                    done: "\(user.sentence) may use the scaling group \(user.scalingGroup)", members: user.members))
        }
    }

    struct Dissociate: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "dissociate-scaling-group",
            abstract: "Keep a domain, a group or a keypair from a scaling group",
            aliases: ["dissociate"])

        @OptionGroup var user: ScalingGroupUser
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "disassociate_scaling_group_with_\(user.kind)", user.variables, output: output,
                ChangeReport(
                    noun: "scaling_group", action: "dissociate_scaling_group",
                    done: "\(user.sentence) may not use the scaling group \(user.scalingGroup) any more",
                    members: user.members))
        }
    }
}

/// Who may use a scaling group: a domain, a group or a keypair.
struct ScalingGroupUser: ParsableArguments {
    @Argument(help: "The scaling group")
    var scalingGroup: String

    @Argument(help: "The domain")
    var domain: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("A group instead of a domain", valueName: "group-id"))
    var group: String?

    @Option(help: ArgumentHelp("A keypair instead of a domain", valueName: "key"))
    var accessKey: String?

    func validate() throws {
        guard [domain, group, accessKey].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("name one of them: a domain, `--group` or `--access-key`")
        }
    }

    /// How the mutations call what it is.
    var kind: String { domain != nil ? "domain" : group != nil ? "user_group" : "keypair" }

    var variables: [GraphQLVariable] {
        let user =
            if let domain {
                GraphQLVariable("domain", "String!", .string(domain))
            } else if let group {
                GraphQLVariable("user_group", "UUID!", .string(group))
            } else {
                GraphQLVariable("access_key", "String!", JSONValue(accessKey))
            }
        return [GraphQLVariable("scaling_group", "String!", .string(scalingGroup)), user]
    }

    var members: [JSONValue.Member] { variables.map { .init($0.name, $0.value) } }

    var sentence: String {
        domain.map { "domain \($0)" } ?? group.map { "group \($0)" } ?? "keypair \(accessKey ?? "")"
    }
}
