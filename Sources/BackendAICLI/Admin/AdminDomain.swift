import ArgumentParser
import BackendAIKit
import Core

struct AdminDomain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domain", abstract: "Domains",
        subcommands: [List.self, Info.self, Add.self, Update.self, Delete.self, Purge.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List domains", aliases: ["ls"])

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(.domain, options, root: "domains")
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one domain")

        @Argument(help: "The domain")
        var name: String

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(.domain, options, named: name) { fields in
                try await client.graphQL.item(
                    "domain", fields: fields, variables: [GraphQLVariable("name", "String", .string(name))])
            }
        }
    }

    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a domain")

        @Argument(help: "Its name")
        var name: String

        @Option(name: .shortAndLong, help: ArgumentHelp("A note", valueName: "text"))
        var description = ""

        @Flag(help: "It cannot be used until it is activated")
        var inactive = false

        @OptionGroup var limits: TenantLimits

        @Option(help: ArgumentHelp("The registries that images may come from, comma separated", valueName: "list"))
        var allowedDockerRegistries: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("description", text: description)
            input.set("is_active", flag: !inactive)
            input.set("total_resource_slots", json: limits.totalResourceSlots?.json ?? .empty)
            input.set("allowed_vfolder_hosts", json: limits.vfolderHostPerms)
            input.set("allowed_docker_registries", list: allowedDockerRegistries)
            try await context.change(
                "create_domain",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "DomainInput!", input.value, for: "props"),
                ],
                item: ["name"],
                output: output,
                ChangeReport(noun: "domain", action: "add", done: "domain \(name) is added"))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a domain")

        @Argument(help: "The domain")
        var name: String

        @Option(help: ArgumentHelp("Another name", valueName: "name"))
        var newName: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("A note", valueName: "text"))
        var description: String?

        @Option(help: ArgumentHelp("Whether it can be used", valueName: "yes-or-no"))
        var isActive: YesNo?

        @OptionGroup var limits: TenantLimits

        @Option(help: ArgumentHelp("The registries that images may come from, comma separated", valueName: "list"))
        var allowedDockerRegistries: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("name", text: newName)
            input.set("description", text: description)
            input.set("is_active", flag: isActive?.isYes)
            input.set("total_resource_slots", json: limits.totalResourceSlots?.json)
            input.set("allowed_vfolder_hosts", json: limits.vfolderHostPerms)
            input.set("allowed_docker_registries", list: allowedDockerRegistries)
            try await context.change(
                "modify_domain",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "ModifyDomainInput!", try input.checked(), for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "domain", action: "update", done: "domain \(name) is changed",
                    members: [.init("name", .string(name))]))
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Make a domain unusable", discussion: "It stays, inactive; `purge` removes it.", aliases: ["rm"])

        @Argument(help: "The domain")
        var name: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "delete_domain",
                [GraphQLVariable("name", "String!", .string(name))],
                output: output,
                ChangeReport(
                    noun: "domain", action: "deletion", done: "domain \(name) is deleted",
                    members: [.init("name", .string(name))]))
        }
    }

    struct Purge: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "purge",
            abstract: "Remove a domain", discussion: "One that still has users or groups is kept.")

        @Argument(help: "The domain")
        var name: String

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This removes the domain \(name) for ever.", on: context.console)
            try await context.change(
                "purge_domain",
                [GraphQLVariable("name", "String!", .string(name))],
                output: output,
                ChangeReport(
                    noun: "domain", action: "purge", done: "domain \(name) is removed",
                    members: [.init("name", .string(name))]))
        }
    }
}

/// What domains and groups may use.
struct TenantLimits: ParsableArguments {
    @Option(help: ArgumentHelp("The most of each slot: cpu=4,mem=16g, or JSON", valueName: "slots"))
    var totalResourceSlots: SlotsArgument?

    @Option(
        name: [
            .customLong("vfolder-host-perms"), .customLong("vfolder-host-permissions"), .customLong("vfhost-perms"),
            .customLong("allowed-vfolder-hosts"),
        ],
        help: ArgumentHelp("What may be done on which host of folders, as JSON", valueName: "json"))
    var vfolderHostPerms: JSONArgument?
}
