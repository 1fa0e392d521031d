import ArgumentParser
import BackendAIKit
import Core
import Glibc

@main
struct BackendAI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend.ai",
        abstract: "Run code in sandboxes with exactly the CPU, memory and GPU that policy allows",
        version: "backend.ai \(ProductVersion.current)",
        subcommands: [
            RunCommand.self, SessionCreate.self, SessionList.self, SessionInfo.self, SessionLogs.self,
            SessionDestroy.self, AppCommand.self, AppsCommand.self, SecureShellCommand.self, SecureCopyCommand.self,
            SessionCommand.self, AdminCommand.self, ServerLogsCommand.self, ConfigCommand.self, LocalCommand.self,
            ManagerCommand.self, AgentCommand.self,
            ReferenceCommand.self,
        ]
    )

    @OptionGroup var output: OutputOptions

    static func main() async {
        // A reader that goes away is an error of one write, not the end of a process that has a session to clear up.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.first == "run", let order = RunLine.order(Array(arguments.dropFirst())) {
                try await order.run(in: try CommandContext.live())
            } else {
                var command = try parseAsRoot(arguments)
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            }
        } catch {
            leave(with: error)
        }
        leave(0)
    }

    /// Ends the process without the libraries' exit handlers, which would only free what the kernel frees at once.
    private static func leave(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }

    /// The failure of a command line whose first word is no command; nil when it is one.
    private static func unknownCommand() -> CommandFailure? {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else { return nil }
        let names = configuration.subcommands.flatMap { [$0._commandName] + $0.configuration.aliases }
        guard !names.contains(word), word != "help" else { return nil }
        let suggestion = NearestName.suggestion(for: word, among: names)
        return CommandFailure(
            status: .usage,
            what: "there is no command `\(word)`",
            hint: suggestion.map { "did you mean `backend.ai \($0)`?" } ?? "backend.ai --help lists the commands"
        )
    }

    /// Says what went wrong and exits with the code that stands for it.
    private static func leave(with error: any Error) -> Never {
        switch error {
        case let failure as CommandFailure:
            Console().writeMessage(Array(failure.text.utf8))
            leave(failure.status.rawValue)
        case let error as ClientError:
            leave(with: CommandFailure(error))
        case let code as ExitCode: leave(code.rawValue)
        case is Console.ReaderGone: leave(128 + SIGPIPE)
        default: break
        }
        let code = exitCode(for: error)
        guard code != .success else { exit(withError: error) }
        if code == .validationFailure, let failure = unknownCommand() { leave(with: failure) }
        Console().writeMessage(Array((fullMessage(for: error) + "\n").utf8))
        // ArgumentParser's own code for a wrong command line is 64; the original's is 2.
        leave(code == .validationFailure ? ExitStatus.usage.rawValue : ExitStatus.failure.rawValue)
    }
}
