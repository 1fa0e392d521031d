import ArgumentParser

struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ag",
        abstract: "Administer the agent on this machine",
        subcommands: [Start.self, AgentStatus.self]
    )

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start-server",
            abstract: "Run the agent in the foreground"
        )

        @OptionGroup var daemon: DaemonOptions

        func run() throws { try daemon.replaceProcess(by: "backend.ai-agent") }
    }
}
