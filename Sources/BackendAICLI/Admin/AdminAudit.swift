import ArgumentParser
import BackendAIKit
import Core

struct AdminAudit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "What administrators have changed", subcommands: [List.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List changes by administrators, the latest first", aliases: ["ls"])

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await Listing(.audit, options).run(in: context) { fields, page in
                try await client.graphQL.list("audit_log_list", fields: fields, page: page)
            }
        }
    }
}
