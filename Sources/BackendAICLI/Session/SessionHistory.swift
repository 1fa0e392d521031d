import ArgumentParser
import BackendAIKit
import Core

struct SessionHistory: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what has become of a session, and why it waited",
        discussion: "One line for each status, and for each reason that the scheduler has given while it waited."
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        guard let standing = try await client.sessions.standing(of: session) else {
            throw CommandFailure.noSession(session)
        }
        let info = try await client.sessions.info(standing.id.rawValue, fields: ["scheduling_history"])
        let history = info?["scheduling_history"]?.unwrapped ?? []
        try context.printer(output).value(history) {
            let rows = (history.items ?? []).map(SessionHistory.row)
            try context.console.line(
                Table(
                    columns: ["SINCE", "STATUS", "REASON", "TIMES"], rows: rows,
                    alignments: [.left, .left, .left, .right]
                ).text)
        }
    }

    private static func row(_ entry: JSONValue) -> [String] {
        let reason = entry["message"]?.text ?? entry["reason"]?.text ?? ""
        return [
            String((entry["at"]?.text ?? "").prefix(19)), entry["status"]?.text ?? "", reason.isEmpty ? "-" : reason,
            "\(entry["attempts"]?.integer ?? 1)",
        ]
    }
}
