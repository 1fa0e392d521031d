import ArgumentParser
import BackendAIKit
import Core

struct ManagerStatus: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the manager's status and its processes"
    )

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let status = try await context.client().send("GET", "/manager/status")
        try context.printer(output).value(status) {
            for member in status.members ?? [] where member.name != "nodes" {
                try context.console.line("\(member.name): \(member.value.cell)")
            }
            let nodes = status["nodes"]?.items ?? []
            guard !nodes.isEmpty else { return }
            let fields = ["id", "status", "version", "service_addr", "num_proc", "active_sessions"]
            let rows = nodes.map { node in fields.map { node[$0]?.cell ?? "-" } }
            let columns = fields.map { $0.uppercased().replacing("_", with: " ") }
            try context.console.line(Table(columns: columns, rows: rows).text)
        }
    }
}
