import ArgumentParser
import BackendAIKit
import Core

struct SessionRename: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give a running session another name")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(help: "The new name")
    var newName: String

    func run(in context: CommandContext) async throws {
        try SessionChoices.check(name: newName)
        try await context.client().sessions.rename(session, to: newName)
        context.console.note("backend.ai: session `\(session)` is `\(newName)` from now on")
    }
}

struct SessionRestart: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Start the programs of sessions anew",
        discussion: "The files of a session stay; what its programs have in memory is gone."
    )

    @Argument(help: "The sessions' names or ids", completion: LiveNames.sessions)
    var sessions: [String] = []

    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("Whose sessions, if you are an administrator", valueName: "access-key"))
    var owner: String?

    func run(in context: CommandContext) async throws {
        guard !sessions.isEmpty else {
            throw CommandFailure(status: .invalidArgument, what: "no session is named", hint: "backend.ai restart NAME")
        }
        let client = try context.client()
        var hasFailed = false
        for session in sessions {
            do throws(ClientError) {
                try await client.sessions.restart(session, owner: owner.map { AccessKey(rawValue: $0) })
                context.console.note("backend.ai: session `\(session)` is restarted")
            } catch {
                hasFailed = true
                context.console.writeMessage(Array(CommandFailure(error).text.utf8))
            }
        }
        if hasFailed { throw ExitStatus.failure.code }
    }
}

struct SessionCommit: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: "Make an image of what a session is now")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let answer = try await context.client().sessions.commit(session)
        try context.printer(output).value(answer) {
            context.console.note("backend.ai: session `\(session)` is being committed")
            for member in answer.members ?? [] { try context.console.line("\(member.name): \(member.value.cell)") }
        }
    }
}

struct SessionAbuseHistory: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "abuse-history", abstract: "Show what was found to be abuse in a session")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let report = try await context.client().sessions.abuseReport(of: session)
        try context.printer(output).value(report) {
            let members = report.members ?? []
            guard !members.isEmpty else {
                return context.console.note("backend.ai: no abuse was found in session `\(session)`")
            }
            for member in members { try context.console.line("\(member.name): \(member.value.cell)") }
        }
    }
}

struct SessionStatusHistory: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "status-history", abstract: "Show when a session came into each of its statuses")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let history = try await history(try context.client())
        try context.printer(output).value(history) {
            let rows = StatusHistory(history).rows
            try context.console.line(Table(columns: ["STATUS", "SINCE", "FOR"], rows: rows).text)
        }
    }

    /// By its own route, which managers of 23.09 lack; there it is asked for with the session.
    private func history(_ client: BackendAIClient) async throws -> JSONValue {
        if let history = try await ownRoute(client) { return history }
        guard let standing = try await client.sessions.standing(of: session) else {
            throw CommandFailure.noSession(session)
        }
        let info = try await client.sessions.info(standing.id.rawValue, fields: ["status_history"])
        return info?["status_history"]?.unwrapped ?? [:]
    }

    /// Nil where the manager has no such route.
    private func ownRoute(_ client: BackendAIClient) async throws(ClientError) -> JSONValue? {
        do throws(ClientError) {
            return try await client.sessions.statusHistory(of: session)
        } catch {
            guard case .problem(let report) = error, report.code == .unknownPath else { throw error }
            return nil
        }
    }
}

struct TaskLogs: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "task-logs", abstract: "Print the log of a task that has ended")

    @Argument(help: "The task's id: that of its kernel")
    var task: String

    func run(in context: CommandContext) async throws {
        try context.console.write(Array(try await context.client().sessions.taskLogs(task).utf8))
    }
}
