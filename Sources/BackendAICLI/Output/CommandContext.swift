import ArgumentParser
import BackendAIKit
import Core

/// What a command works with.
struct CommandContext: Sendable {
    let console: Console
    let settings: Settings

    /// The context of a real process.
    static func live() throws -> CommandContext {
        CommandContext(console: Console(), settings: try Settings.current())
    }

    /// A client of the manager that the settings name; starts the local stack when they name none.
    func client() throws -> BackendAIClient {
        BackendAIClient(try settings.configuration(console: console), signatures: try settings.signatures())
    }
}

/// A command that runs in a context.
protocol BackendCommand: AsyncParsableCommand {
    func run(in context: CommandContext) async throws
}

extension BackendCommand {
    func run() async throws {
        try await run(in: try CommandContext.live())
    }
}
