import ArgumentParser
import Core

struct ContextList: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the contexts; a star marks the one in use", aliases: ["ls"])

    @Flag(name: .shortAndLong, help: "Print names alone")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let file = try context.settings.contexts.read()
        let rows = ContextRow.all(file, current: context.settings.namedContext ?? file.current)
        if quiet {
            for row in rows { try context.console.line(row.name) }
            return
        }
        try context.printer(output).value(.list(rows.map { .object($0.members) }, total: rows.count)) {
            try context.console.line(Table(columns: ContextRow.columns, rows: rows.map(\.cells)).text)
            if let endpoint = context.settings.endpointOfEnvironment {
                context.console.note("backend.ai: BACKEND_ENDPOINT is set to \(endpoint) and comes first")
            }
        }
    }
}
