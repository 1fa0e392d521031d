import ArgumentParser
import BackendAIKit
import Core

struct SessionList: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List sessions",
        aliases: ["list"]
    )

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Show only sessions in these statuses, comma separated, or ALL", valueName: "status"))
    var status: String?

    @Flag(name: .shortAndLong, help: "Show sessions that have ended, too")
    var all = false

    @Flag(name: .long, help: "Show only sessions that have ended")
    var dead = false

    @Flag(name: .long, help: "Show only sessions that run")
    var running = false

    @Flag(name: [.customShort("q"), .long, .customLong("name-only")], help: "Print names alone")
    var quiet = false

    @Option(help: ArgumentHelp("Most sessions to show", valueName: "count"))
    var limit = 100

    @OptionGroup var output: OutputOptions

    private static let fields = [
        "name", "session_id", "group_name", "main_kernel_id", "image", "type", "status", "status_info",
        "status_changed",
        "created_at", "result", "access_key", "occupying_slots",
    ]

    func validate() throws {
        guard limit > 0 else { throw ValidationError("`--limit` must be at least 1") }
        _ = try statuses()
    }

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        let page = try await client.sessions.list(statuses: try statuses(), fields: SessionList.fields, limit: limit)
        if quiet {
            for item in page.items { try context.console.line(item["name"]?.text ?? "") }
            return
        }
        switch output.output {
        case .json: try context.console.line(JSONValue.list(page.items, total: page.total).prettyText)
        case .console where page.items.isEmpty:
            context.console.note("no sessions; start one by `backend.ai start python`")
        case .console:
            let rows = page.items.map { item in
                ["name", "status", "image", "type", "created_at"].map { SessionList.cell(item[$0]) } + [
                    SessionList.slots(item)
                ]
            }
            try context.console.line(
                Table(columns: ["NAME", "STATUS", "IMAGE", "TYPE", "CREATED", "RESOURCES"], rows: rows).text
            )
        }
    }

    private static func cell(_ value: JSONValue?) -> String {
        let text = value?.cell ?? "-"
        // A time without its fraction and offset is exact enough for a list.
        return text.count > 19 && text.dropFirst(10).first == "T" ? String(text.prefix(19)) : text
    }

    private static func slots(_ item: JSONValue) -> String {
        guard let text = item["occupying_slots"]?.text, let members = try? JSONValue(parsing: Array(text.utf8)).members
        else { return "-" }
        var amounts: [SlotName: Quantity] = [:]
        for member in members { amounts[SlotName(member.name)] = member.value.text.flatMap { Quantity(decimal: $0) } }
        return amounts.isEmpty ? "-" : ResourceSlots(amounts).summary
    }

    private func statuses() throws -> [SessionStatus] {
        if let status {
            if status.uppercased() == "ALL" { return [] }
            return try status.uppercased().split(separator: ",").map { name in
                guard let status = SessionStatus(rawValue: String(name)) else {
                    let known = SessionStatus.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("`\(name)` is no status; the statuses are \(known)")
                }
                return status
            }
        }
        if all { return [] }
        if dead { return [.cancelled, .terminated] }
        if running { return [.preparing, .running, .runningDegraded] }
        return SessionStatus.allCases.filter(\.isAlive)
    }
}
