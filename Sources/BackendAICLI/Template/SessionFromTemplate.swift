import ArgumentParser
import BackendAIKit
import Core

struct SessionFromTemplate: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-from-template",
        abstract: "Start a session as a template says, and leave it running",
        discussion: "What is given here takes the place of what the template says.",
        aliases: ["start-from-template"]
    )

    @Argument(help: "The template's id; `backend.ai session-template list` shows them")
    var template: String

    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("For whom, if you are an administrator", valueName: "access-key"))
    var owner: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Another image than the template's", valueName: "image"),
        completion: LiveNames.images)
    var image: String?

    @Option(help: ArgumentHelp("interactive, or batch: the session ends with its command", valueName: "type"))
    var type = "interactive"

    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("The shell command of a batch session", valueName: "command"))
    var startupCommand: String?

    @Option(
        help: ArgumentHelp(
            "A session whose success this one waits for, by name or id; may be repeated", valueName: "session"),
        completion: LiveNames.sessions)
    var depends: [String] = []

    @Option(
        help: ArgumentHelp("When a batch session may start at the earliest: a time, or 1h", valueName: "time"))
    var startsAt: String?

    @Flag(name: .long, help: "Do not wait until it runs")
    var enqueueOnly = false

    @Flag(help: "Without the folders that the template mounts")
    var noMount = false

    @Flag(help: "Without the variables that the template sets")
    var noEnv = false

    @Flag(help: "Without the resources that the template asks for")
    var noResource = false

    @OptionGroup var session: SessionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard type == "interactive" || type == "batch" else {
            throw ValidationError("`--type` is `interactive` or `batch`, not `\(type)`")
        }
    }

    func run(in context: CommandContext) async throws {
        let request = try request(name: session.name ?? RandomName.session("session"))
        let client = try context.client()
        let created = try await SessionStart(client: client, console: context.console).create(request)
        try CreatedSessionReport(created).show(by: context.printer(output))
    }

    /// The request for a session of that name.
    func request(name: String) throws -> TemplateSessionRequest {
        // The image is not sent from here; what the options say of a session goes through their own checks.
        let plain = try session.choices.request(name: name, image: image ?? "")
        var request = TemplateSessionRequest(name: name, template: template)
        request.image = image
        request.type = type == "batch" ? .batch : .interactive
        request.environment = noEnv || !plain.environment.isEmpty ? plain.environment : nil
        request.resources = noResource || !plain.resources.isEmpty ? plain.resources : nil
        request.resourceOptions = noResource || !plain.resourceOptions.isEmpty ? plain.resourceOptions : nil
        request.leavesMounts = !noMount
        request.tag = plain.tag
        request.bootstrapScript = plain.bootstrapScript
        request.startupCommand = startupCommand
        request.startsAt = startsAt
        request.dependencies = depends
        request.callbackURL = plain.callbackURL
        request.enqueueOnly = enqueueOnly
        request.maximumWait = plain.maximumWait
        request.reuse = plain.reuse
        request.owner = owner.map { AccessKey(rawValue: $0) }
        request.clusterSize = session.clusterSize
        request.clusterMode = session.clusterMode
        request.scalingGroup = plain.scalingGroup
        request.domain = plain.domain
        request.group = plain.group
        return request
    }
}
