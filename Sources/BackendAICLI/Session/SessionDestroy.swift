import ArgumentParser
import BackendAIKit
import Core

struct SessionDestroy: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "End sessions",
        aliases: ["destroy", "kill"]
    )

    @Argument(help: "The sessions' names or ids", completion: LiveNames.sessions)
    var sessions: [String] = []

    @Flag(name: .shortAndLong, help: "End them whatever state they are in")
    var forced = false

    @Flag(name: .shortAndLong, help: "End those that wait for them as well")
    var recursive = false

    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("Whose sessions, if you are an administrator", valueName: "access-key"))
    var owner: String?

    @Flag(name: .shortAndLong, help: "Print what they used")
    var stats = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        guard !sessions.isEmpty else {
            throw CommandFailure(status: .invalidArgument, what: "no session is named", hint: "backend.ai rm NAME")
        }
        let client = try context.client()
        var results: [JSONValue] = []
        var hasFailed = false
        for session in sessions {
            do {
                let statistics = try await client.sessions.destroy(
                    session, forced: forced, recursive: recursive, owner: owner.map { AccessKey(rawValue: $0) }
                )
                let used = recursive ? JSONValue.array(statistics) : statistics.first ?? [:]
                results.append(["name": .string(session), "ok": true, "stats": used])
                if output.output == .console {
                    context.console.note(
                        "backend.ai: session `\(session)` ended" + (recursive ? ", and those that wait for it" : ""))
                    if stats {
                        for table in statistics.compactMap(UseTable.text) { try context.console.line(table) }
                    }
                }
            } catch let error as ClientError {
                hasFailed = true
                results.append(["name": .string(session), "ok": false, "error": .string("\(error)")])
                context.console.writeMessage(Array(CommandFailure(error).text.utf8))
            }
        }
        try context.printer(output).value(.list(results, total: results.count)) {}
        if hasFailed { throw ExitStatus.failure.code }
    }
}
