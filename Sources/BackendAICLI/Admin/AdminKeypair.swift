import ArgumentParser
import BackendAIKit
import Core

struct AdminKeypair: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keypair",
        abstract: "Keypairs: what requests are signed with",
        subcommands: [
            List.self, Info.self, Add.self, Update.self, Delete.self, Activate.self, Deactivate.self,
        ])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List keypairs", aliases: ["ls"])

        @Option(name: .shortAndLong, help: ArgumentHelp("Only those of the user with this address", valueName: "email"))
        var userId: String?

        @Option(help: ArgumentHelp("Only those that are, or are not, active", valueName: "yes-or-no"))
        var isActive: YesNo?

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            var variables = [
                GraphQLVariable("is_active", "Boolean", isActive.map { .bool($0.isYes) } ?? .null),
                GraphQLVariable("domain_name", "String", .null),
            ]
            if let userId { variables.append(GraphQLVariable("email", "String", .string(userId))) }
            try await Listing(.keypair, options).run(in: context) { fields, page in
                try await client.graphQL.list("keypair_list", fields: fields, variables: variables, page: page)
            }
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "Show a keypair, your own unless another is named")

        @Argument(help: "Another's access key, for administrators")
        var accessKey: String?

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            let variables = accessKey.map { [GraphQLVariable("access_key", "String", .string($0))] } ?? []
            try await context.show(.keypair, options, named: accessKey) { fields in
                try await client.graphQL.item("keypair", fields: fields, variables: variables)
            }
        }
    }

    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Give a user another keypair")

        @Argument(help: ArgumentHelp("The user's address", valueName: "email"))
        var user: String

        @Argument(help: "The keypair resource policy that limits it")
        var resourcePolicy: String

        @Flag(name: .shortAndLong, help: "It is an administrator's")
        var admin = false

        @Flag(name: .shortAndLong, help: "It cannot be used until it is activated")
        var inactive = false

        @Option(name: .shortAndLong, help: ArgumentHelp("The most requests in 15 minutes", valueName: "count"))
        var rateLimit = 5000

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("is_active", flag: !inactive)
            input.set("is_admin", flag: admin)
            input.set("resource_policy", text: resourcePolicy)
            input.set("rate_limit", number: rateLimit)
            let result = try await context.client().graphQL.change(
                "create_keypair",
                [
                    GraphQLVariable("user_id", "String!", .string(user)),
                    GraphQLVariable("input", "KeyPairInput!", input.value, for: "props"),
                ],
                item: ("keypair", ["access_key", "secret_key"]))
            var report = ChangeReport(
                noun: "keypair", action: "add",
                done: "\(user) has the keypair \(result.item?["access_key"]?.text ?? "")",
                shown: [Field("access_key"), Field("secret_key")])
            report.members = ["access_key", "secret_key"].map { .init($0, result.item?[$0] ?? .null) }
            try context.printer(output).change(result, report)
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a keypair")

        @Argument(help: "The access key")
        var accessKey: String

        @Option(help: ArgumentHelp("The keypair resource policy that limits it", valueName: "name"))
        var resourcePolicy: String?

        @Option(help: ArgumentHelp("Whether it is an administrator's", valueName: "yes-or-no"))
        var isAdmin: YesNo?

        @Option(help: ArgumentHelp("Whether it can be used", valueName: "yes-or-no"))
        var isActive: YesNo?

        @Option(name: .shortAndLong, help: ArgumentHelp("The most requests in 15 minutes", valueName: "count"))
        var rateLimit: Int?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("is_active", flag: isActive?.isYes)
            input.set("is_admin", flag: isAdmin?.isYes)
            input.set("resource_policy", text: resourcePolicy)
            input.set("rate_limit", number: rateLimit)
            try await context.modifyKeypair(
                accessKey, try input.checked(), "update", done: "keypair \(accessKey) is changed", output)
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Remove a keypair", aliases: ["rm"])

        @Argument(help: "The access key")
        var accessKey: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "delete_keypair",
                [GraphQLVariable("access_key", "String!", .string(accessKey))],
                output: output,
                ChangeReport(
                    noun: "keypair", action: "deletion", done: "keypair \(accessKey) is removed",
                    members: [.init("access_key", .string(accessKey))]))
        }
    }

    struct Activate: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "activate", abstract: "Let a keypair be used")

        @Argument(help: "The access key")
        var accessKey: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.modifyKeypair(
                accessKey, ["is_active": true], "activation", done: "keypair \(accessKey) is active", output)
        }
    }

    struct Deactivate: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "deactivate", abstract: "Let a keypair be used no more")

        @Argument(help: "The access key")
        var accessKey: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.modifyKeypair(
                accessKey, ["is_active": false], "deactivation", done: "keypair \(accessKey) is not active", output)
        }
    }
}

extension CommandContext {
    fileprivate func modifyKeypair(
        _ accessKey: String, _ input: JSONValue, _ action: String, done: String, _ output: OutputOptions
    ) async throws {
        try await change(
            "modify_keypair",
            [
                GraphQLVariable("access_key", "String!", .string(accessKey)),
                GraphQLVariable("input", "ModifyKeyPairInput!", input, for: "props"),
            ],
            output: output,
            ChangeReport(
                noun: "keypair", action: action, done: done, members: [.init("access_key", .string(accessKey))]))
    }
}
