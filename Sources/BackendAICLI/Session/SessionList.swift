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

    @Option(help: ArgumentHelp("Whose sessions, if you are an administrator", valueName: "access-key"))
    var accessKey: String?

    @Flag(name: .long, help: "Print names alone, one a line")
    var nameOnly = false

    @Flag(name: .long, help: "Show more of each session")
    var detail = false

    @OptionGroup var options: ListOptions

    func validate() throws { _ = try statuses() }

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        var noun = Noun.session
        if detail {
            noun = noun.showing(more: ["tag", "created_at", "occupying_slots"])
        } else if options.output.output.isForPrograms {
            noun = noun.recording(more: ["created_at", "occupying_slots"])
        }
        var options = options
        if nameOnly {
            options.fields = "name"
            options.plain = true
        } else if options.fields == nil, !options.quiet, try await isAdministrator(client) {
            noun = noun.showing("access_key", after: "name")
        }
        let statuses = try statuses()
        let listing = Listing(noun, options, hint: "start one by `backend.ai start python`")
        try await listing.run(in: context) { fields, page in
            try await client.sessions.list(
                statuses: statuses, accessKey: accessKey.map { AccessKey(rawValue: $0) }, fields: fields, page: page)
        }
    }

    /// Whether others' sessions are in the list, too, which decides whether it says whose each is.
    private func isAdministrator(_ client: BackendAIClient) async throws -> Bool {
        try await client.graphQL.item("keypair", fields: ["is_admin"])?["is_admin"] == .bool(true)
    }

    private func statuses() throws -> [SessionStatus] {
        if all { return [] }
        if dead { return [.cancelled, .terminated] }
        if running { return [.preparing, .running, .runningDegraded] }
        guard let status else { return SessionStatus.allCases.filter(\.isAlive) }
        if status.uppercased() == "ALL" { return [] }
        return try status.uppercased().split(separator: ",").map { name in
            guard let status = SessionStatus(rawValue: String(name)) else {
                let known = SessionStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("`\(name)` is no status; the statuses are \(known)")
            }
            return status
        }
    }
}
