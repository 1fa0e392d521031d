import ArgumentParser
import BackendAIKit
import Core

struct AdminManager: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manager", abstract: "The manager itself",
        subcommands: [Status.self, Freeze.self, Unfreeze.self, Scheduler.self])

    struct Status: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show whether the manager takes orders")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let status = try await context.client().manager.status()
            try context.printer(output).value(status) {
                let fields = [Field("status"), Field("active_sessions", style: .number)]
                try context.console.line(
                    Table(
                        columns: fields.map(\.title), rows: [fields.map { $0.style.text($0.value(in: status)) }],
                        alignments: fields.map(\.style.alignment)
                    ).text)
            }
        }
    }

    struct Freeze: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze",
            abstract: "Take no orders any more", discussion: "What runs goes on; `unfreeze` ends it.")

        @Flag(help: "Wait until no session is left")
        var wait = false

        @Flag(help: "End all sessions")
        var forceKill = false

        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard !(wait && forceKill) else {
                throw ValidationError("`--wait` and `--force-kill` contradict each other")
            }
        }

        func run(in context: CommandContext) async throws {
            let manager = try context.client().manager
            var told: Int64?
            while wait {
                let left = try await manager.status()["active_sessions"]?.integer ?? 0
                if left == 0 { break }
                if left != told { context.console.note("backend.ai: waiting for \(left) sessions to end") }
                told = left
                try await Task.sleep(for: .seconds(1))
            }
            try await manager.freeze(endingSessions: forceKill)
            try context.printer(output).done("the manager is frozen")
        }
    }

    struct Unfreeze: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "unfreeze", abstract: "Take orders again")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.client().manager.unfreeze()
            try context.printer(output).done("the manager takes orders again")
        }
    }

    struct Scheduler: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "scheduler",
            abstract: "Which agents are used", subcommands: [IncludeAgents.self, ExcludeAgents.self])
    }

    struct IncludeAgents: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "include-agents", abstract: "Put new kernels on these agents")

        @OptionGroup var agents: Agents
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.client().manager.setSchedulable(true, agents: agents.ids)
            try context.printer(output).done("\(agents.ids.joined(separator: ", ")): new kernels may come")
        }
    }

    struct ExcludeAgents: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "exclude-agents",
            abstract: "Put no new kernels on these agents", discussion: "What runs there goes on.")

        @OptionGroup var agents: Agents
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.client().manager.setSchedulable(false, agents: agents.ids)
            try context.printer(output).done("\(agents.ids.joined(separator: ", ")): no new kernels come")
        }
    }

    struct Agents: ParsableArguments {
        @Argument(help: ArgumentHelp("The agents", valueName: "agent-ids"))
        var ids: [String]
    }
}
