import ArgumentParser
import BackendAIKit
import Core

struct SessionCreate: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Start a session and leave it running",
        aliases: ["start"]
    )

    @Argument(help: "The image, such as `python` or `python:3.11`")
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
        let name = session.name ?? RandomName.session("session")
        var request = try session.choices.request(name: name, image: image)
        request.enqueueOnly = enqueueOnly
        request.type = type == "batch" ? .batch : .interactive
        request.startupCommand = startupCommand
        request.owner = owner.map { AccessKey(rawValue: $0) }
        let client = try context.client()
        let created = try await SessionStart(client: client, console: context.console).create(request)
        let result: JSONValue = [
            "session_id": .string(created.id.rawValue), "name": .string(created.name),
            "status": .string(created.status), "created": .bool(created.isNew),
        ]
        try context.printer(output).value(result) {
            try context.console.line(created.name)
            context.console.note("backend.ai: \(SessionStart.sentence(created))")
        }
        if created.status == "TIMEOUT" { throw ExitStatus.timeout.code }
        if created.status == SessionStatus.cancelled.rawValue || created.status == SessionStatus.error.rawValue {
            throw ExitStatus.failure.code
        }
    }
}
