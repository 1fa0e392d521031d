import ArgumentParser
import BackendAIKit
import Core

struct AdminSession: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Sessions of everybody",
        subcommands: [SessionList.self, SessionInfo.self, Exempt.self]
    )

    struct Exempt: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "exempt",
            abstract: "Have idle checks leave a session alone",
            discussion: """
                It is then ended neither for want of use nor by its policy's max_session_lifetime; a time limit that it asked \
                for itself stays.
                """
        )

        @Argument(help: "The session's name or id", completion: LiveNames.sessions)
        var session: String

        @Flag(help: "Have them look at it again")
        var undo = false

        @Option(
            name: [.customShort("o"), .long, .customLong("owner-access-key")],
            help: ArgumentHelp("Whose session it is", valueName: "access-key"))
        var owner: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.client().sessions.setIdleExemption(
                !undo, of: session, owner: owner.map { AccessKey(rawValue: $0) })
            try context.printer(output).done(
                undo ? "idle checks look at session \(session) again" : "idle checks leave session \(session) alone")
        }
    }
}
