import ArgumentParser
import BackendAIKit
import Core

struct AdminKeypairPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keypair-resource-policy",
        abstract: "What keypairs may use",
        subcommands: [List.self, Info.self, Add.self, Update.self, Delete.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(
            abstract: "List keypair resource policies", aliases: ["ls"])

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(.keypairPolicy, options, root: "keypair_resource_policies")
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Show one keypair resource policy")

        @Argument(help: "The policy")
        var name: String

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(.keypairPolicy, options, named: name) { fields in
                try await client.graphQL.item(
                    "keypair_resource_policy", fields: fields,
                    variables: [GraphQLVariable("name", "String", .string(name))])
            }
        }
    }

    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a keypair resource policy",
            discussion: """
                Folders are limited by the policies of users and projects: --max-vfolder-count and --max-vfolder-size are \
                taken for older managers.
                """)

        @Argument(help: "Its name")
        var name: String

        @OptionGroup var limits: Limits
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "create_keypair_resource_policy",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable(
                        "input", "CreateKeyPairResourcePolicyInput!", limits.input(isNew: true).value, for: "props"),
                ],
                item: ["name"],
                output: output,
                ChangeReport(
                    noun: "resource_policy", action: "add", done: "keypair resource policy \(name) is added"))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Change a keypair resource policy")

        @Argument(help: "The policy")
        var name: String

        @OptionGroup var limits: Limits
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "modify_keypair_resource_policy",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable(
                        "input", "ModifyKeyPairResourcePolicyInput!", try limits.input(isNew: false).checked(),
                        for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "resource_policy", action: "update", done: "keypair resource policy \(name) is changed",
                    members: [.init("name", .string(name))]))
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a keypair resource policy", aliases: ["rm"])

        @Argument(help: "The policy")
        var name: String

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This removes the keypair resource policy \(name).", on: context.console)
            try await context.change(
                "delete_keypair_resource_policy",
                [GraphQLVariable("name", "String!", .string(name))],
                output: output,
                ChangeReport(
                    noun: "resource_policy", action: "deletion", done: "keypair resource policy \(name) is removed",
                    members: [.init("name", .string(name))]))
        }
    }

    /// What a policy can limit.
    struct Limits: ParsableArguments {
        @Option(help: ArgumentHelp("LIMITED or UNLIMITED, for slots that are not named", valueName: "word"))
        var defaultForUnspecified: String?

        @Option(help: ArgumentHelp("The most of each slot: cpu=4,mem=16g, or JSON", valueName: "slots"))
        var totalResourceSlots: SlotsArgument?

        @Option(help: ArgumentHelp("How long a session may live; 0 is for ever", valueName: "seconds"))
        var maxSessionLifetime: Int?

        @Option(help: ArgumentHelp("The most sessions at once", valueName: "count"))
        var maxConcurrentSessions: Int?

        @Option(help: ArgumentHelp("The most sessions for transfers at once", valueName: "count"))
        var maxConcurrentSftpSessions: Int?

        @Option(help: ArgumentHelp("The most kernels of a session", valueName: "count"))
        var maxContainersPerSession: Int?

        @Option(help: ArgumentHelp("How long a session may do nothing; 0 is for ever", valueName: "seconds"))
        var idleTimeout: Int?

        @Option(
            name: [
                .customLong("vfolder-host-perms"), .customLong("vfolder-host-permissions"), .customLong("vfhost-perms"),
                .customLong("allowed-vfolder-hosts"),
            ],
            help: ArgumentHelp("What may be done on which host of folders, as JSON", valueName: "json"))
        var vfolderHostPerms: JSONArgument?

        @Option(help: ArgumentHelp("The most folders, for older managers", valueName: "count"))
        var maxVfolderCount: Int?

        @Option(
            help: ArgumentHelp("The largest folder, for older managers", valueName: "size"),
            transform: BinarySize.argument)
        var maxVfolderSize: BinarySize?

        func validate() throws {
            if let word = defaultForUnspecified, !["LIMITED", "UNLIMITED"].contains(word.uppercased()) {
                throw ValidationError("`--default-for-unspecified` is LIMITED or UNLIMITED, not `\(word)`")
            }
        }

        /// What is asked for; a new policy has the original's values where nothing is said.
        func input(isNew: Bool) -> ChangeInput {
            var input = ChangeInput()
            input.set(
                "default_for_unspecified", text: defaultForUnspecified?.uppercased() ?? (isNew ? "UNLIMITED" : nil))
            input.set("total_resource_slots", json: totalResourceSlots?.json ?? (isNew ? .empty : nil))
            input.set("max_session_lifetime", number: maxSessionLifetime ?? (isNew ? 0 : nil))
            input.set("max_concurrent_sessions", number: maxConcurrentSessions ?? (isNew ? 30 : nil))
            input.set("max_concurrent_sftp_sessions", number: maxConcurrentSftpSessions ?? (isNew ? 30 : nil))
            input.set("max_containers_per_session", number: maxContainersPerSession ?? (isNew ? 1 : nil))
            input.set("idle_timeout", number: idleTimeout ?? (isNew ? 1800 : nil))
            input.set("allowed_vfolder_hosts", json: vfolderHostPerms ?? (isNew ? .empty : nil))
            // The original's manager fails without these two, although they mean nothing any more.
            input.set("max_vfolder_count", number: maxVfolderCount ?? (isNew ? 0 : nil))
            input.set("max_vfolder_size", number: maxVfolderSize.map { Int($0.bytes) } ?? (isNew ? 0 : nil))
            return input
        }
    }
}
