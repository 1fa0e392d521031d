import ArgumentParser
import BackendAIKit
import Core

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session-template",
        abstract: "Manage templates of sessions",
        subcommands: [
            TemplateCreate.self, TemplateGet.self, TemplateList.self, TemplateUpdate.self, TemplateDelete.self,
        ],
        aliases: ["sesstpl"]
    )
}

struct TemplateCreate: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Keep a template, or several, of YAML or JSON", aliases: ["add"])

    @OptionGroup var text: TextOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The domain it belongs to", valueName: "name"))
    var domain: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The group it belongs to", valueName: "name"),
        completion: LiveNames.groups)
    var group: String?

    @OptionGroup var owner: OwnerOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let made = try await context.client().templates.create(
            try text.read(), domain: domain, group: group, owner: owner.key)
        try context.printer(output).value(.list(made, total: made.count)) {
            for template in made { try context.console.line(template["id"]?.text ?? template.encodedText) }
        }
    }
}

struct TemplateGet: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Print a template", aliases: ["info"])

    @Argument(help: "The template's id")
    var template: String

    @Option(name: .shortAndLong, help: ArgumentHelp("yaml or json", valueName: "format"))
    var format = "yaml"

    @OptionGroup var owner: OwnerOptions

    func validate() throws {
        guard ["yaml", "json"].contains(format) else {
            throw ValidationError("`--format` is `yaml` or `json`, not `\(format)`")
        }
    }

    func run(in context: CommandContext) async throws {
        let text = try await context.client().templates.get(template, format: format, owner: owner.key)
        try context.console.write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }
}

struct TemplateList: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List templates", aliases: ["ls"])

    @Flag(name: [.customShort("a"), .long], help: "Those of everybody, for administrators")
    var listAll = false

    @Flag(name: .shortAndLong, help: "Print ids alone")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let templates = try await context.client().templates.list(all: listAll)
        if quiet {
            for template in templates { try context.console.line(template["id"]?.text ?? "") }
            return
        }
        try context.printer(output).value(.list(templates, total: templates.count)) {
            guard !templates.isEmpty else {
                return context.console.note("no templates; keep one by `backend.ai session-template create -f FILE`")
            }
            let fields = ["name", "id", "created_at", "is_owner", "user", "group", "user_email", "group_name"]
            let rows = templates.map { template in fields.map { template[$0]?.cell ?? "-" } }
            let columns = fields.map { $0.uppercased().replacing("_", with: " ") }
            try context.console.line(Table(columns: columns, rows: rows).text)
        }
    }
}

struct TemplateUpdate: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Replace a template")

    @Argument(help: "The template's id")
    var template: String

    @OptionGroup var text: TextOptions
    @OptionGroup var owner: OwnerOptions

    func run(in context: CommandContext) async throws {
        try await context.client().templates.update(template, try text.read(), owner: owner.key)
        context.console.note("backend.ai: template \(template) is replaced")
    }
}

struct TemplateDelete: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove a template", aliases: ["rm"])

    @Argument(help: "The template's id")
    var template: String

    @OptionGroup var confirmation: ForceOptions

    @OptionGroup var owner: OwnerOptions

    func run(in context: CommandContext) async throws {
        try confirmation.confirm("This removes template \(template).", on: context.console)
        try await context.client().templates.delete(template, owner: owner.key)
        context.console.note("backend.ai: template \(template) is removed")
    }
}
