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
            RunCommand.self, SessionCreate.self, SessionFromTemplate.self, SessionList.self, SessionInfo.self,
            WhyCommand.self, TopCommand.self,
            SessionLogs.self, SessionDestroy.self, SessionRestart.self, EventsCommand.self, WatchCommand.self,
            WaitCommand.self, AppCommand.self, AppsCommand.self, SecureShellCommand.self, SecureCopyCommand.self,
            ProxyCommand.self, TaskLogs.self, SessionCommand.self, AdminCommand.self, ServerLogsCommand.self,
            TemplateCommand.self, DotfileCommand.self, ContextCommand.self, LoginCommand.self, LogoutCommand.self,
            UpdatePasswordCommand.self, UpdateExpiredPasswordCommand.self, ConfigCommand.self, DoctorCommand.self,
            LocalCommand.self, ManagerCommand.self, AgentCommand.self, CompletionCommand.self, HelpTopicCommand.self,
            LiveNamesCommand.self, ReferenceCommand.self,
        ]
    )

    @OptionGroup var everywhere: GlobalOptions
    @OptionGroup var output: OutputOptions

    static func main() async {
        // A reader that goes away is an error of one write, not the end of a process that has a session to clear up.
        signal(SIGPIPE, SIG_IGN)
        do {
            let words = try GlobalWords(Array(CommandLine.arguments.dropFirst()))
            try await GlobalWords.$chosen.withValue(words.choice) { try await perform(words.rest) }
        } catch {
            leave(with: error)
        }
        leave(0)
    }

    private static func perform(_ words: [String]) async throws {
        if words.first == "run", let order = RunLine.order(Array(words.dropFirst())) {
            return try await order.run(in: try CommandContext.live())
        }
        // ArgumentParser would first make the tree of all commands, which takes many times as long.
        if words == ["--version"] { return try Console().line(configuration.version) }
        if let topic = HelpTopic(words) { return try Console().line(topic.text) }
        var command = try parseAsRoot(words)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// Ends the process without the libraries' exit handlers, which would only free what the kernel frees at once.
    private static func leave(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
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
        case is SecretInput.Interrupted: leave(ExitStatus.interrupted.rawValue)
        default: break
        }
        let code = exitCode(for: error)
        guard code != .success else { exit(withError: error) }
        if code == .validationFailure {
            let words = (try? GlobalWords(Array(CommandLine.arguments.dropFirst())))?.rest ?? []
            // ArgumentParser's own code for a wrong command line is 64; the original's is 2.
            leave(with: CommandFailure(usage: message(for: error), words: words, root: BackendAI.self))
        }
        Console().writeMessage(Array((fullMessage(for: error) + "\n").utf8))
        leave(ExitStatus.failure.rawValue)
    }
}

/// Options that stand before or behind every command; ``GlobalWords`` reads them.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The context to use, before or behind any command", valueName: "name"),
        completion: LiveNames.contexts)
    var context: String?

    @Flag(help: "Take certificates unseen, before or behind any command")
    var skipSslcertValidation = false
}
