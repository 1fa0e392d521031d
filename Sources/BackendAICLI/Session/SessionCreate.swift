import ArgumentParser
import BackendAIKit
import Core

struct SessionCreate: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Start a session and leave it running",
        aliases: ["start"]
    )

    @Argument(help: "The image, such as `python` or `python:3.11`", completion: LiveNames.images)
    var image: String

    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("For whom, if you are an administrator", valueName: "access-key"))
    var owner: String?

    @Option(help: ArgumentHelp("interactive, or batch: the session ends with its command", valueName: "type"))
    var type = "interactive"

    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("The shell command of a batch session", valueName: "command"))
    var startupCommand: String?

    @Flag(name: .long, help: "Do not wait until it runs")
    var enqueueOnly = false

    @Option(
        help: ArgumentHelp(
            "A session whose success this one waits for, by name or id; may be repeated", valueName: "session"),
        completion: LiveNames.sessions)
    var depends: [String] = []

    @Option(
        help: ArgumentHelp(
            "When a batch session may start at the earliest: 2027-01-31T08:00+09:00, or 1h for an hour from now",
            valueName: "time"))
    var startsAt: String?

    @OptionGroup var session: SessionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard type == "interactive" || type == "batch" else {
            throw ValidationError("`--type` is `interactive` or `batch`, not `\(type)`")
        }
        guard (type == "batch") == (startupCommand != nil) else {
            throw ValidationError("`--startup-command` is what a batch session runs: give it with `--type batch`")
        }
    }

    func run(in context: CommandContext) async throws {
        // Not in `validate`: the time was understood, and an interactive session cannot have it.
        guard startsAt == nil || type == "batch" else {
            throw CommandFailure(
                status: .invalidArgument, what: "`--starts-at` is for batch sessions", hint: "add --type batch")
        }
        let name = session.name ?? RandomName.session("session")
        var request = try session.choices.request(name: name, image: image)
        request.enqueueOnly = enqueueOnly
        request.type = type == "batch" ? .batch : .interactive
        request.startupCommand = startupCommand
        request.dependencies = depends
        request.startsAt = startsAt
        request.owner = owner.map { AccessKey(rawValue: $0) }
        let client = try context.client()
        let created = try await SessionStart(client: client, console: context.console).create(request)
        try CreatedSessionReport(created).show(by: context.printer(output))
    }
}
