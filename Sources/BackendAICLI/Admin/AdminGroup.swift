import ArgumentParser
import BackendAIKit
import Core

struct AdminGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group", abstract: "Groups, which are also called projects",
        subcommands: [
            List.self, Info.self, Add.self, Update.self, Delete.self, Purge.self, AddUsers.self, RemoveUsers.self,
        ],
        aliases: ["project"])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List groups", aliases: ["ls"])

        @Option(name: [.customShort("d"), .long], help: ArgumentHelp("Only those of this domain", valueName: "name"))
        var domainName: String?

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(
                .group, options, root: "groups", [GraphQLVariable("domain_name", "String", JSONValue(domainName))])
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one group")

        @Argument(help: "Its id or name")
        var group: String

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(
                .group, options, named: group, hint: "`backend.ai admin group list` lists all groups"
            ) { fields in
                if SessionID(rawValue: group).isUUID {
                    return try await client.graphQL.item(
                        "group", fields: fields,
                        variables: [GraphQLVariable("gid", "UUID!", .string(group), for: "id")])
                }
                return try await client.graphQL.all(
                    "groups_by_name", fields: fields,
                    variables: [
                        GraphQLVariable("name", "String!", .string(group)),
                        GraphQLVariable("domain_name", "String", .null),
                    ]
                ).first
            }
        }
    }

    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a group")

        @Argument(help: "Its domain")
        var domain: String

        @Argument(help: "Its name")
        var name: String

        @Option(name: .shortAndLong, help: ArgumentHelp("A note", valueName: "text"))
        var description = ""

        @Flag(name: .shortAndLong, help: "It cannot be used until it is activated")
        var inactive = false

        @OptionGroup var limits: TenantLimits
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("description", text: description)
            input.set("is_active", flag: !inactive)
            input.set("domain_name", text: domain)
            input.set("total_resource_slots", json: limits.totalResourceSlots?.json ?? .empty)
            input.set("allowed_vfolder_hosts", json: limits.vfolderHostPerms ?? .empty)
            input.set("integration_id", .null)
            try await context.change(
                "create_group",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "GroupInput!", input.value, for: "props"),
                ],
                item: ["id", "domain_name", "name"],
                output: output,
                ChangeReport(
                    noun: "group", action: "add", done: "group \(name) is added to domain \(domain)",
                    shown: [Field("id")]))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a group")

        @Argument(help: ArgumentHelp("The group", valueName: "group-id"))
        var group: String

        @Option(name: .shortAndLong, help: ArgumentHelp("Another name", valueName: "name"))
        var name: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("A note", valueName: "text"))
        var description: String?

        @Option(help: ArgumentHelp("Whether it can be used", valueName: "yes-or-no"))
        var isActive: YesNo?

        @OptionGroup var limits: TenantLimits
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("name", text: name)
            input.set("description", text: description)
            input.set("is_active", flag: isActive?.isYes)
            input.set("total_resource_slots", json: limits.totalResourceSlots?.json)
            input.set("allowed_vfolder_hosts", json: limits.vfolderHostPerms)
            try await context.modifyGroup(
                group, try input.checked(), "update", done: "group \(group) is changed", output)
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Make a group unusable", discussion: "It stays, inactive; `purge` removes it.", aliases: ["rm"])

        @Argument(help: ArgumentHelp("The group", valueName: "group-id"))
        var group: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "delete_group",
                [GraphQLVariable("gid", "UUID!", .string(group))],
                output: output,
                ChangeReport(
                    noun: "group", action: "deletion", done: "group \(group) is deleted",
                    members: [.init("group_id", .string(group))]))
        }
    }

    struct Purge: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "purge",
            abstract: "Remove a group", discussion: "One that still has sessions is kept.")

        @Argument(help: ArgumentHelp("The group", valueName: "group-id"))
        var group: String

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This removes the group \(group) for ever.", on: context.console)
            try await context.change(
                "purge_group",
                [GraphQLVariable("gid", "UUID!", .string(group))],
                output: output,
                ChangeReport(
                    noun: "group", action: "purge", done: "group \(group) is removed",
                    members: [.init("group_id", .string(group))]))
        }
    }

    struct AddUsers: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "add-users", abstract: "Take users into a group")

        @OptionGroup var members: Members
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws { try await members.change("add", context, output) }
    }

    struct RemoveUsers: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-users", abstract: "Take users out of a group")

        @OptionGroup var members: Members
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws { try await members.change("remove", context, output) }
    }

    /// Users of a group.
    struct Members: ParsableArguments {
        @Argument(help: ArgumentHelp("The group", valueName: "group-id"))
        var group: String

        @Argument(help: ArgumentHelp("The users", valueName: "user-uuids"))
        var users: [String]

        func validate() throws {
            if users.isEmpty { throw ValidationError("name at least one user") }
        }

        func change(_ mode: String, _ context: CommandContext, _ output: OutputOptions) async throws {
            let count = users.count == 1 ? "1 user is" : "\(users.count) users are"
            try await context.modifyGroup(
                group,
                ["user_update_mode": .string(mode), "user_uuids": .array(users.map { .string($0) })],
                "\(mode)_users",
                done: mode == "add" ? "\(count) in the group \(group)" : "\(count) no more in the group \(group)",
                output)
        }
    }
}

extension CommandContext {
    fileprivate func modifyGroup(
        _ group: String, _ input: JSONValue, _ action: String, done: String, _ output: OutputOptions
    ) async throws {
        try await change(
            "modify_group",
            [
                GraphQLVariable("gid", "UUID!", .string(group)),
                GraphQLVariable("input", "ModifyGroupInput!", input, for: "props"),
            ],
            output: output,
            ChangeReport(noun: "group", action: action, done: done, members: [.init("group_id", .string(group))]))
    }
}
