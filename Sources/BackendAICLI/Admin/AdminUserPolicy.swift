import ArgumentParser
import BackendAIKit
import Core

struct AdminUserPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user-resource-policy",
        abstract: "What users may use",
        subcommands: [List.self, Info.self, Add.self, Update.self, Delete.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "List user resource policies", aliases: ["ls"])

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(.userPolicy, options, root: "user_resource_policies")
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Show one user resource policy")

        @Argument(help: "The policy")
        var name: String

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(.userPolicy, options, named: name) { fields in
                try await client.graphQL.item(
                    "user_resource_policy", fields: fields,
                    variables: [GraphQLVariable("name", "String", .string(name))])
            }
        }
    }

    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user resource policy")

        @Argument(help: "Its name")
        var name: String

        @OptionGroup var limits: Limits
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "create_user_resource_policy",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable(
                        "input", "CreateUserResourcePolicyInput!", limits.input(isNew: true).value, for: "props"),
                ],
                item: ["name"],
                output: output,
                ChangeReport(noun: "resource_policy", action: "add", done: "user resource policy \(name) is added"))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Change a user resource policy")

        @Argument(help: "The policy")
        var name: String

        @OptionGroup var limits: Limits
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "modify_user_resource_policy",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable(
                        "input", "ModifyUserResourcePolicyInput!", try limits.input(isNew: false).checked(),
                        for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "resource_policy", action: "update", done: "user resource policy \(name) is changed",
                    members: [.init("name", .string(name))]))
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user resource policy", aliases: ["rm"])

        @Argument(help: "The policy")
        var name: String

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This removes the user resource policy \(name).", on: context.console)
            try await context.change(
                "delete_user_resource_policy",
                [GraphQLVariable("name", "String!", .string(name))],
                output: output,
                ChangeReport(
                    noun: "resource_policy", action: "deletion", done: "user resource policy \(name) is removed",
                    members: [.init("name", .string(name))]))
        }
    }

    /// What a policy can limit.
    struct Limits: ParsableArguments {
        @Option(help: ArgumentHelp("The most folders; 0 is no limit", valueName: "count"))
        var maxVfolderCount: Int?

        @Option(
            help: ArgumentHelp("The most that folders hold together, such as 100g; -1 is no limit", valueName: "size"))
        var maxQuotaScopeSize: SizeLimit?

        @Option(help: ArgumentHelp("The most sessions of one service", valueName: "count"))
        var maxSessionCountPerModelSession: Int?

        /// What is asked for; a new policy limits nothing that is not said.
        func input(isNew: Bool) -> ChangeInput {
            var input = ChangeInput()
            input.set("max_vfolder_count", number: maxVfolderCount ?? (isNew ? 0 : nil))
            input.set("max_quota_scope_size", number: maxQuotaScopeSize?.bytes ?? (isNew ? -1 : nil))
            input.set(
                "max_session_count_per_model_session", number: maxSessionCountPerModelSession ?? (isNew ? 0 : nil))
            return input
        }
    }
}
