import ArgumentParser
import BackendAIKit
import Core

struct EventsCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print what happens to a session, a line for each event, until it ends",
        discussion: """
            Each line is the event's name and its data as JSON; with --output json each line is one object. A stream that \
            breaks is taken up again where it broke, also when the manager restarts. Ctrl-C ends it.
            """
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var events: EventOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        // By its id, since a name may be another session's next: a stream of a name never ends.
        guard let standing = try await client.sessions.standing(of: session, owner: events.ownerKey) else {
            throw CommandFailure.noSession(session)
        }
        let stream = events.stream(of: standing.id.rawValue, client)
        while let item = try await stream.next() {
            guard case .event(let event) = item, event.name != EventSubscription.closing else { continue }
            try EventLine(event).print(in: output.output, on: context.console) { "\(event.name) \(event.data)" }
        }
    }
}
