import ArgumentParser
import BackendAIKit
import Core
import Glibc

struct LocalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local",
        abstract: "Manage the stack of this machine",
        discussion: "Other commands start it when they need it; there is nothing to set up.",
        subcommands: [LocalStart.self, LocalStop.self, LocalStatus.self, LocalLogs.self, LocalDelete.self]
    )
}

struct LocalStart: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "start", abstract: "Start the local stack")

    @Option(help: ArgumentHelp("The manager's port; 0 picks a free one", valueName: "port"))
    var port: Int?

    @Flag(help: "Load the original's public example accounts; for development and tests alone")
    var exampleKeypairs = false

    @Flag(help: "Let whoever reaches the port make an account, without rights beyond those of a user")
    var signUp = false

    @Option(
        help: ArgumentHelp(
            "What the agent gives away instead of what the machine has: cpu=8,mem=32g", valueName: "slots"))
    var agentSlots: String?

    @Option(help: ArgumentHelp("The size of each session's scratch, such as 1g", valueName: "size"))
    var scratchSize: String?

    @Option(
        name: .customLong("mock-accelerator"),
        help: ArgumentHelp(
            "A TOML file that describes accelerators which are not there; can be given again", valueName: "file"))
    var mockAccelerators: [String] = []

    func validate() throws {
        if let port, !(0...65535).contains(port) { throw ValidationError("`--port` must be 0 to 65535") }
        if let scratchSize, BinarySize(parsing: scratchSize) == nil {
            throw ValidationError("`--scratch-size` takes a size such as 1g, not `\(scratchSize)`")
        }
    }

    func run(in context: CommandContext) async throws {
        let stack = try context.settings.localStack()
        var options = (try? StackOptions.read(stack.paths.options)) ?? StackOptions()
        if let port { options.port = port }
        if exampleKeypairs { options.usesExampleKeypairs = true }
        if signUp { options.allowsSignUp = true }
        if let agentSlots { options.agentSlots = agentSlots }
        if let scratchSize { options.scratchSize = scratchSize }
        if !mockAccelerators.isEmpty {
            let here = ProcessEnvironment.currentDirectory
            options.mockAccelerators = mockAccelerators.map { $0.hasPrefix("/") ? $0 : "\(here)/\($0)" }
        }
        let access = try stack.ensureRunning(options: options, console: context.console)
        try await StackAgent(access: access).waitUntilJoined()
        if options.usesExampleKeypairs {
            context.console.note(
                "backend.ai: warning: example keypairs are in use; everyone who reaches the port is an administrator")
        }
        context.console.note("backend.ai: the local stack answers at http://127.0.0.1:\(access.port)")
    }
}

struct LocalStop: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the sessions of the local stack, then the stack"
    )

    @Flag(help: "Leave the sessions running; the next start finds them")
    var keepSessions = false

    func run(in context: CommandContext) async throws {
        let stack = try context.settings.localStack()
        guard try !stack.status().pids.isEmpty else {
            context.console.note("backend.ai: the local stack does not run")
            return
        }
        if !keepSessions { await StackSessions(stack: stack).endAll(console: context.console) }
        try StackStop(stack: stack).stopDaemons()
        context.console.note("backend.ai: the local stack has stopped")
    }
}

struct LocalStatus: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what of the local stack runs")

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let stack = try context.settings.localStack()
        let status = try stack.status()
        var members: [JSONValue.Member] = [
            .init("state", .string(status.isRunning ? "running" : status.pids.isEmpty ? "stopped" : "incomplete")),
            .init("directory", .string(stack.paths.state)),
        ]
        if status.pids[.manager] != nil, let port = status.port {
            members.append(.init("endpoint", .string("http://127.0.0.1:\(port)")))
        }
        for daemon in StackDaemon.allCases {
            members.append(.init(daemon.rawValue, status.pids[daemon].map { .integer(Int64($0)) } ?? .null))
        }
        if !status.pids.isEmpty { members.append(.init("this build", .bool(status.isOfThisBuild))) }
        try context.printer(output).value(.object(members)) {
            for member in members { try context.console.line("\(member.name): \(member.value.cell)") }
        }
        if !status.isRunning { throw ExitStatus.failure.code }
    }
}

struct LocalLogs: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "logs", abstract: "Print the daemons' logs")

    func run(in context: CommandContext) async throws {
        let stack = try context.settings.localStack()
        for daemon in StackDaemon.allCases {
            let path = stack.paths.file(daemon, "log")
            guard let text = try? FileText.read(path) else { continue }
            context.console.note("==> \(path) <==")
            try context.console.write(Array(text.utf8))
        }
    }
}

struct LocalDelete: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove every trace of the local stack: sessions, daemons, state"
    )

    @OptionGroup var confirmation: ConfirmationOptions

    func run(in context: CommandContext) async throws {
        let stack = try context.settings.localStack()
        guard access(stack.paths.state, F_OK) == 0 else {
            context.console.note("backend.ai: there is no local stack in `\(stack.paths.state)`")
            return
        }
        try confirmation.confirm(
            "This ends all sessions and removes `\(stack.paths.state)`.", on: context.console)
        let problems = await StackRemoval(stack: stack).perform()
        for problem in problems { context.console.note("backend.ai: \(problem)") }
        guard problems.isEmpty else {
            throw CommandFailure(what: "something of the local stack is left", hint: "mend that, then delete again")
        }
        context.console.note("backend.ai: the local stack in `\(stack.paths.state)` is gone")
    }
}
