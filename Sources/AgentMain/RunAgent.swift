import Agent
import ArgumentParser
import Core
import Logging

struct RunAgent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run the agent until SIGTERM")

    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration, a TOML file", valueName: "file"))
    var config: String

    @Flag(help: "Remove every kernel of the state directory and end")
    var purge = false

    @Flag(help: "Log what happens inside, too")
    var debug = false

    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "agent")
        logger.logLevel = debug ? .debug : .info
        do {
            let text = try FileText.read(config)
            if let simulation = try SimulationConfiguration.read(toml: text, path: config) {
                return try await SimulationDaemon(configuration: simulation, logger: logger).run()
            }
            let configuration = try AgentConfiguration(toml: text, path: config)
            let daemon = AgentDaemon(configuration: configuration, logger: logger)
            if purge { try await daemon.purge() } else { try await daemon.run() }
        } catch {
            DaemonFailure.report(error, of: "backend.ai-agent", hint: AgentDaemon.hint(for: error))
            throw ExitCode(1)
        }
    }
}
