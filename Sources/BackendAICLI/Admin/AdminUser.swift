import ArgumentParser
import BackendAIKit
import Core

struct AdminUser: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Users",
        subcommands: [List.self, Info.self, Add.self, Update.self, Delete.self, Purge.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List users", aliases: ["ls"])

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp(
                "Only those who are active, inactive, deleted or before-verification", valueName: "status"))
        var status: String?

        @Option(
            name: .shortAndLong, help: ArgumentHelp("Only the members of the group with this id", valueName: "uuid"))
        var group: String?

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await Listing(.user, options).run(in: context) { fields, page in
                try await client.graphQL.list(
                    "user_list",
                    fields: fields,
                    variables: [
                        GraphQLVariable("status", "String", JSONValue(status)),
                        GraphQLVariable("group_id", "UUID", JSONValue(group)),
                    ],
                    page: page
                )
            }
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "Show a user, yourself unless another is named")

        @Option(name: .shortAndLong, help: ArgumentHelp("Another's address", valueName: "email"))
        var email: String?

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            let variables = email.map { [GraphQLVariable("email", "String", .string($0))] } ?? []
            try await context.show(.user, options, named: email) { fields in
                try await client.graphQL.item("user", fields: fields, variables: variables)
            }
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Take a user's access away",
            discussion:
                "The user stays with the status `deleted`, and so do the sessions that have been; `purge` removes.",
            aliases: ["rm"])

        @Argument(help: "The user's address")
        var email: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "delete_user",
                [GraphQLVariable("email", "String!", .string(email))],
                output: output,
                ChangeReport(
                    noun: "user", action: "deletion", done: "user \(email) is deleted",
                    members: [.init("email", .string(email))]))
        }
    }

    struct Purge: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "purge", abstract: "Remove a user and all that is the user's")

        @Argument(help: "The user's address")
        var email: String

        @Flag(name: .customLong("purge-shared-vfolders"), help: "Also remove the user's folders that others share")
        var purgeSharedFolders = false

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm(
                "This removes the user \(email), with keypairs and records, for ever.", on: context.console)
            try await context.change(
                "purge_user",
                [
                    GraphQLVariable("email", "String!", .string(email)),
                    GraphQLVariable(
                        "input", "PurgeUserInput!", ["purge_shared_vfolders": .bool(purgeSharedFolders)], for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "user", action: "purge", done: "user \(email) is removed",
                    members: [.init("email", .string(email))]))
        }
    }
}
