import ArgumentParser
import BackendAIKit
import Core

struct AdminWatcher: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watcher", abstract: "The watchers beside agents, which start and stop them",
        discussion: "Managers of this product have none: agents are services of their machines.",
        subcommands: [Status.self, AgentStart.self, AgentStop.self, AgentRestart.self])

    struct Status: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Show what the watcher says of its agent")

        @OptionGroup var watched: WatchedAgent

        func run(in context: CommandContext) async throws {
            try watched.show(await context.client().resources.watcherStatus(of: watched.agent), in: context)
        }
    }

    struct AgentStart: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "agent-start", abstract: "Start an agent")

        @OptionGroup var watched: WatchedAgent

        func run(in context: CommandContext) async throws {
            try watched.show(await context.client().resources.watcher("start", watched.agent), in: context)
        }
    }

    struct AgentStop: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "agent-stop", abstract: "Stop an agent")

        @OptionGroup var watched: WatchedAgent

        func run(in context: CommandContext) async throws {
            try watched.show(await context.client().resources.watcher("stop", watched.agent), in: context)
        }
    }

    struct AgentRestart: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "agent-restart", abstract: "Start an agent anew")

        @OptionGroup var watched: WatchedAgent

        func run(in context: CommandContext) async throws {
            try watched.show(await context.client().resources.watcher("restart", watched.agent), in: context)
        }
    }
}

/// The agent that a watcher is asked about, and the answer's format.
struct WatchedAgent: ParsableArguments {
    @Argument(help: ArgumentHelp("The agent", valueName: "agent-id"))
    var agent: String

    @OptionGroup var output: OutputOptions

    /// Prints what the watcher has answered: its message, if it has one.
    func show(_ answer: JSONValue, in context: CommandContext) throws {
        try context.printer(output).value(answer) {
            try context.console.line(answer["message"]?.text ?? answer.cell)
        }
    }
}
