import ArgumentParser
import BackendAIKit
import Core

struct AdminAgent: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Agents",
        subcommands: [List.self, Info.self, Map.self, Update.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List agents", aliases: ["ls"])

        @Option(name: .shortAndLong, help: ArgumentHelp("ALIVE, LOST, RESTARTING or TERMINATED", valueName: "status"))
        var status = "ALIVE"

        @Option(
            name: [.long, .customLong("sgroup")],
            help: ArgumentHelp("Only those of this scaling group", valueName: "name"))
        var scalingGroup: String?

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await Listing(.agent, options).run(in: context) { fields, page in
                try await client.graphQL.list(
                    "agent_list",
                    fields: fields,
                    variables: [
                        GraphQLVariable("status", "String", .string(status.uppercased())),
                        GraphQLVariable("scaling_group", "String", JSONValue(scalingGroup)),
                    ],
                    page: page
                )
            }
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one agent in detail")

        @Argument(help: ArgumentHelp("The agent", valueName: "agent-id"))
        var agent: String

        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(
                .agent, options, named: agent, hint: "`backend.ai admin agent list` lists those that live"
            ) { fields in
                try await client.graphQL.item(
                    "agent", fields: fields, variables: [GraphQLVariable("agent_id", "String!", .string(agent))])
            }
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "update", abstract: "Change whether and for whom an agent is used")

        @Argument(help: ArgumentHelp("The agent", valueName: "agent-id"))
        var agent: String

        @Option(help: ArgumentHelp("Whether new kernels may be put on it", valueName: "yes-or-no"))
        var schedulable: YesNo?

        @Option(
            name: [.long, .customLong("sgroup")],
            help: ArgumentHelp("The scaling group that it moves to", valueName: "name"))
        var scalingGroup: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("schedulable", flag: schedulable?.isYes)
            input.set("scaling_group", text: scalingGroup)
            try await context.change(
                "modify_agent",
                [
                    GraphQLVariable("id", "String!", .string(agent)),
                    GraphQLVariable("input", "ModifyAgentInput!", try input.checked(), for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "agent", action: "update", done: "agent \(agent) is changed",
                    members: [.init("id", .string(agent))])
            )
        }
    }
}
