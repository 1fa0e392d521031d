import ArgumentParser
import BackendAIKit
import Core

struct WhyCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell why a session waits, and what would let it start now",
        discussion: """
            What binds, who holds what the session needs, how many come before it, and the smallest change of its request \
            in one dimension that would let it start at once.
            """
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let answer = try await answer(try context.client())
        try context.printer(output).value(answer) {
            for line in WaitReport(answer, of: session).lines { try context.console.line(line) }
        }
    }

    /// By its own route, which official managers lack; there the scheduler's last words are asked for with the session.
    private func answer(_ client: BackendAIClient) async throws -> JSONValue {
        do throws(ClientError) {
            return try await client.sessions.explanation(of: session, forecast: true)
        } catch {
            guard case .problem(let report) = error, report.code == .unknownPath else { throw error }
        }
        guard let standing = try await client.sessions.standing(of: session) else {
            throw CommandFailure.noSession(session)
        }
        let info = try await client.sessions.info(
            standing.id.rawValue, fields: ["status", "status_info", "status_data"])
        let data = info?["status_data"]?.unwrapped
        let reason = data?["scheduler"]?["msg"]?.text ?? info?["status_info"]?.text ?? ""
        return ["status": info?["status"] ?? .null, "reason": .string(reason)]
    }
}
