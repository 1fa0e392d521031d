import ArgumentParser
import Core

@main
struct ManagerMain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend.ai-manager",
        abstract: "The Backend.AI manager: API server and scheduler",
        subcommands: [ServeCommand.self, SimulateCommand.self],
        defaultSubcommand: ServeCommand.self
    )

    /// The exit code of a command line that is wrong; ArgumentParser's own is 64.
    private static let usage = ExitCode(2)

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch let problem as SimulationProblem {
            DaemonFailure.report(problem, of: "backend.ai-manager", hint: problem.hint)
            exit(withError: ExitCode(problem.status))
        } catch  where exitCode(for: error) == .validationFailure {
            DaemonFailure.report(WrongLine(what: fullMessage(for: error)), of: "backend.ai-manager", hint: nil)
            exit(withError: usage)
        } catch {
            exit(withError: error)
        }
    }

    private struct WrongLine: Error, CustomStringConvertible {
        let what: String

        var description: String { what }
    }
}
