import ArgumentParser
import BackendAIKit
import Core
import Glibc

struct AppsCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "apps",
        abstract: "List the services that a session offers"
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(help: "Only these")
    var apps: [String] = []

    @Flag(name: .shortAndLong, help: "Print names alone")
    var listNames = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        var services = try await context.client().sessions.services(of: session)
        if let unknown = apps.first(where: { app in !services.contains { $0.name == app } }) {
            throw CommandFailure(
                status: .invalidArgument, what: "the session has no service `\(unknown)`",
                hint: "it has \(services.map(\.name).joined(separator: ", "))")
        }
        if !apps.isEmpty { services = services.filter { apps.contains($0.name) } }
        let list = JSONValue.array(
            services.map { service in
                [
                    "name": .string(service.name), "protocol": .string(service.kind.rawValue),
                    "ports": .array(service.ports.map { .integer(Int64($0)) }),
                ]
            })
        try context.printer(output).value(list) {
            if listNames {
                for service in services { try context.console.line(service.name) }
                return
            }
            let rows = services.map { [$0.name, $0.kind.rawValue, $0.ports.map(String.init).joined(separator: ", ")] }
            try context.console.line(Table(columns: ["Name", "Protocol", "Ports"], rows: rows).text)
        }
    }
}

struct AppCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "Open a local port that leads to a service of a session",
        discussion: """
            The service is started when it is not running. The port is open until Ctrl-C. With --stdio there is no port: \
            standard input and output are one connection, as ssh's ProxyCommand wants it.
            """
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(help: "The service, such as `jupyter`; `apps` lists them")
    var app: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The local address", valueName: "[host:]port"))
    var bind = "127.0.0.1:8080"

    @Option(help: ArgumentHelp("An argument of the service's command: '--option value'", valueName: "text"))
    var arg: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("A variable of the service's environment", valueName: "key=value"))
    var env: [String] = []

    @Flag(help: "Connect standard input and output instead of a port")
    var stdio = false

    func run(in context: CommandContext) async throws {
        let target = ServiceTarget(
            client: try context.client(), session: session, service: app, arguments: try arguments(),
            environment: try SessionChoices.pairs(env, of: "--env"))
        if stdio { return try await StandardStreams(target: target).run() }
        // A mistyped name is told before a port is opened.
        let services = try await target.client.sessions.services(of: session)
        guard let service = services.first(where: { $0.name == app }) else {
            throw CommandFailure(
                status: .invalidArgument, what: "the session has no service `\(app)`",
                hint: "it has \(services.map(\.name).joined(separator: ", "))")
        }
        let listener = try LocalListener(bind)
        let signals = try SignalReader([SIGINT, SIGTERM, SIGHUP])
        let scheme = service.kind == .http ? "http" : "tcp"
        context.console.note("backend.ai: `\(app)` of session `\(session)` is at \(scheme)://\(listener.address)/")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await ServiceProxy(target: target, console: context.console).serve(listener) }
            group.addTask { _ = await signals.next() }
            await group.next()
            group.cancelAll()
        }
    }

    private func arguments() throws -> [String: [String]] {
        var arguments: [String: [String]] = [:]
        for text in arg {
            let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "=" }).map(String.init)
            guard let name = parts.first else { throw ValidationError("`--arg` takes '--option value'") }
            arguments[name, default: []] += parts.dropFirst()
        }
        return arguments
    }
}
