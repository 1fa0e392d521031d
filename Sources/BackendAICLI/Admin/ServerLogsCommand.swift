import ArgumentParser
import BackendAIKit
import Core

struct ServerLogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-logs", abstract: "What has gone wrong in the manager", subcommands: [List.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List errors, the latest first", aliases: ["ls"])

        @Flag(help: "Count them as read from now on")
        var markRead = false

        @Option(name: [.customShort("l"), .long], help: ArgumentHelp("How many are on a page", valueName: "count"))
        var pageSize = 20

        @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Which page", valueName: "number"))
        var pageNumber = 1

        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...100).contains(pageSize) else { throw ValidationError("`--page-size` is from 1 to 100") }
            guard pageNumber >= 1 else { throw ValidationError("`--page-number` must be at least 1") }
        }

        func run(in context: CommandContext) async throws {
            let answer = try await context.client().manager.errorLogs(
                page: pageNumber, pageSize: pageSize, marksRead: markRead)
            let logs = answer["logs"]?.items ?? []
            let total = Int(answer["count"]?.integer ?? Int64(logs.count))
            try context.printer(output).value(.list(logs, total: total)) {
                if logs.isEmpty { return context.console.note("no errors") }
                let entries = logs.map(List.entry).joined(separator: "\n\n")
                try context.console.page("\(total) errors in all\n\n\(entries)")
            }
        }

        private static func entry(_ log: JSONValue) -> String {
            let field = { (name: String) in log[name]?.cell ?? "-" }
            let time = FileTime.text(log["created_at"])
            var lines = ["\(time) \(field("severity").uppercased()) \(field("source")) \(field("user"))"]
            if log["request_url"]?.text?.isEmpty == false {
                lines.append("\(field("request_status")) \(field("request_url"))")
            }
            lines.append(field("message"))
            if let trace = log["traceback"]?.text, !trace.isEmpty { lines.append(trace) }
            return lines.flatMap { $0.split(separator: "\n").map { Table.visible(String($0)) } }.joined(separator: "\n")
        }
    }
}
