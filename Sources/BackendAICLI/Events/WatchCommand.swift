import ArgumentParser
import BackendAIKit
import Core

struct WatchCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a session until it ends, and exit as its program did",
        discussion: """
            Prints the name of each event. A batch session's exit code becomes this command's; other ends are 0. The \
            argument may be the beginning of a name; without one the session is the one that lives, if there is only one.
            """
    )

    @Argument(help: "The session's name, its beginning, or its id", completion: LiveNames.sessions)
    var session: String?

    @OptionGroup var events: EventOptions

    @Option(help: ArgumentHelp("Give up after so many seconds, with exit code 3; 0 is never", valueName: "seconds"))
    var maxWait = 0

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard maxWait >= 0 else { throw ValidationError("`--max-wait` must not be negative") }
    }

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        let name = try await WatchedSession(named: session).find(client)
        let watching = Watching(session: name, events: events, output: output.output, context: context)
        do {
            let code = try await Deadline.run(seconds: Double(maxWait)) { try await watching.follow(client) }
            throw ExitCode(code)
        } catch is Deadline.Passed {
            throw CommandFailure(
                status: .timeout, what: "session `\(name)` still lives after \(maxWait) seconds",
                hint: "backend.ai watch \(name) --max-wait 0 waits for ever")
        }
    }
}

/// The work of one `watch`.
private struct Watching: Sendable {
    let session: String
    let events: EventOptions
    let output: OutputFormat
    let context: CommandContext

    func follow(_ client: BackendAIClient) async throws -> Int32 {
        let stream = events.stream(of: session, client)
        while true {
            switch try await stream.next() {
            case nil: return 0
            case .connected?:
                // What happened before anybody listened is not told, nor by every manager what happened in a gap.
                if let code = try await endedCode(client) { return code }
            case .event(let event)?:
                if event.name == EventSubscription.closing { return 0 }
                let data = try? JSONValue(parsing: Array(event.data.utf8))
                try show(event, data)
                if case .over(let code) = SessionOutcome(event: event.name, data: data) { return code }
            }
        }
    }

    private func show(_ event: ServerSentEvent, _ data: JSONValue?) throws {
        try EventLine(event).print(in: output, on: context.console) {
            let reason = data?["reason"]?.text.flatMap { $0.isEmpty ? nil : "  \($0)" } ?? ""
            return "\(event.name)\(reason)"
        }
    }

    /// The code of a session that has ended; nil for one that goes on.
    private func endedCode(_ client: BackendAIClient) async throws -> Int32? {
        guard let standing = try await client.sessions.standing(of: session, owner: events.ownerKey) else {
            throw CommandFailure.noSession(session)
        }
        guard standing.status.isFinal else { return nil }
        return standing.result == .failure ? 1 : 0
    }
}
