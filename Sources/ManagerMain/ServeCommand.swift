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

    #if DEBUG
        @Option(
            help: ArgumentHelp(
                "Die when a point is passed for the nth time", valueName: "point:n", visibility: .private))
        var crashAt: String?
    #endif

    func run() async throws {
        #if DEBUG
            if let words = crashAt?.split(separator: ":"), words.count == 2, let passes = Int(words[1]),
                let point = CrashPoint(rawValue: String(words[0]))
            {
                CrashPoint.arm(point, passes: passes)
            }
        #endif
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
