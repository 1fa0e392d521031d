import ArgumentParser
import Core
import Logging
import Manager

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the manager (without a name, too)")

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
