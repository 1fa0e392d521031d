import ArgumentParser
import BackendAIKit
import Core

struct SessionInfo: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one session in detail")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @OptionGroup var output: OutputOptions

    private static let fields = [
        "name", "id", "main_kernel_id", "image", "tag", "created_at", "terminated_at", "type", "status", "status_info",
        "result",
        "status_data",
        "occupying_slots", "idle_checks",
        "containers { id cluster_role agent container_id status status_info live_stat last_stat }",
    ]

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        guard let item = try await find(client) else {
            throw CommandFailure(
                what: "no session `\(session)`",
                hint: "`backend.ai ps --all` lists all sessions, ended ones included"
            )
        }
        switch output.output {
        case .json: try context.console.line(JSONValue.list([item], total: 1).prettyText)
        case .console:
            for member in item.members ?? [] where member.name != "containers" {
                try context.console.line("\(member.name): \(member.value.cell)")
            }
            for container in item["containers"]?.items ?? [] {
                for member in container.members ?? [] {
                    try context.console.line("kernel.\(member.name): \(member.value.cell)")
                }
            }
        }
    }

    /// By id when it is one, else the living session of that name, else the latest one that has ended.
    private func find(_ client: BackendAIClient) async throws -> JSONValue? {
        if SessionID(rawValue: session).isUUID {
            return try await client.sessions.info(session, fields: SessionInfo.fields)
        }
        for statuses in [SessionStatus.allCases.filter(\.isAlive), SessionStatus.allCases.filter(\.isFinal)] {
            let page = try await client.sessions.list(statuses: statuses, fields: ["id", "name"], limit: 1000)
            guard let id = page.items.first(where: { $0["name"]?.text == session })?["id"]?.text else { continue }
            return try await client.sessions.info(id, fields: SessionInfo.fields)
        }
        return nil
    }
}
