import ArgumentParser

struct ManagerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mgr",
        abstract: "Administer a manager",
        discussion: "What asks a manager asks the one that other commands use; see `backend.ai help environment`.",
        subcommands: [
            Start.self, DatabaseShell.self, EtcdCommand.self, ManagerImageCommand.self, FixtureCommand.self,
            SchemaCommand.self, SessionCommand.self, AdminKeypair.self, ManagerStatus.self, ManagerHealth.self,
        ]
    )

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start-server",
            abstract: "Run the manager in the foreground"
        )

        @OptionGroup var daemon: DaemonOptions

        func run() throws { try daemon.replaceProcess(by: "backend.ai-manager") }
    }
}
