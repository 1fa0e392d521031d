import ArgumentParser
import BackendAIKit
import Core

struct SessionInfo: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one session in detail")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var options: ItemOptions

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        try await context.show(
            .session, options, named: session, hint: "`backend.ai ps --all` lists all sessions, ended ones included"
        ) { fields in try await find(client, fields) }
    }

    /// By id when it is one, else the living session of that name, else the latest one that has ended.
    private func find(_ client: BackendAIClient, _ fields: [String]) async throws -> JSONValue? {
        if SessionID(rawValue: session).isUUID { return try await client.sessions.info(session, fields: fields) }
        for statuses in [SessionStatus.allCases.filter(\.isAlive), SessionStatus.allCases.filter(\.isFinal)] {
            let page = try await client.sessions.list(statuses: statuses, fields: ["id", "name"], limit: 1000)
            guard let id = page.items.first(where: { $0["name"]?.text == session })?["id"]?.text else { continue }
            return try await client.sessions.info(id, fields: fields)
        }
        return nil
    }
}
