import ArgumentParser
import BackendAIKit
import Core

struct SessionLogs: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what a session's programs have written"
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let logs = try await context.client().sessions.logs(of: session)
        try context.printer(output).value(["logs": .string(logs)]) { try context.console.write(Array(logs.utf8)) }
    }
}
