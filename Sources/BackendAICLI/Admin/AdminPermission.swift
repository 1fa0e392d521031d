import ArgumentParser
import BackendAIKit
import Core

struct AdminPermission: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permission", abstract: "What can be allowed on hosts of folders", subcommands: [List.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all that can be allowed on a host of folders", aliases: ["ls"])

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let field = Field("vfolder_host_permission_list")
            let item = try await context.client().graphQL.item("vfolder_host_permissions", fields: [field.selection])
            guard let item else { throw CommandFailure(what: "the manager names no permissions") }
            let printer = context.printer(output)
            guard output.output == .console else { return try printer.item(item, fields: [field]) }
            for permission in field.value(in: item).items ?? [] { try context.console.line(permission.cell) }
        }
    }
}
