import ArgumentParser
import Core
import Logging
import Manager

@main
struct ManagerMain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend.ai-manager",
        abstract: "The Backend.AI manager: API server and scheduler"
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration, a TOML file", valueName: "file"))
    var config: String

    @Flag(help: "Log what happens inside, too")
    var debug = false

    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "manager")
        logger.logLevel = debug ? .debug : .info
        do {
            let configuration = try ManagerConfiguration(toml: try FileText.read(config), path: config)
            try await ManagerDaemon(configuration: configuration, logger: logger).run()
        } catch {
            DaemonFailure.report(error, of: "backend.ai-manager", hint: ManagerDaemon.hint(for: error))
            throw ExitCode(1)
        }
    }
}
