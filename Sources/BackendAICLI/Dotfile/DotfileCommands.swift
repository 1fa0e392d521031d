import ArgumentParser
import BackendAIKit
import Core

struct DotfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dotfile",
        abstract: "Manage the files that sessions begin with",
        subcommands: [
            DotfileCreate.self, DotfileGet.self, DotfileList.self, DotfileUpdate.self, DotfileDelete.self,
        ]
    )
}

/// Whose sessions begin with a dotfile.
struct DotfilePlace: ParsableArguments {
    @OptionGroup var owner: OwnerOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("For all sessions of a domain", valueName: "name"))
    var domain: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("For all sessions of a group", valueName: "name"),
        completion: LiveNames.groups)
    var group: String?

    func validate() throws {
        guard owner.owner == nil || domain == nil && group == nil else {
            throw ValidationError("`--owner` is for users' own dotfiles, not those of a domain or a group")
        }
    }

    /// As the client library names it; a group comes before a domain, which then says where the group is.
    var place: DotfilesAPI.Place {
        if let group { return .group(group, domain: domain) }
        if let domain { return .domain(domain) }
        return .user(owner: owner.key)
    }
}

/// A file to be kept.
struct DotfileContent: ParsableArguments {
    @Argument(help: "Where it is put, relative to the session's home directory")
    var path: String

    @Option(help: ArgumentHelp("Its mode as octal digits", valueName: "mode"))
    var perm = "755"

    @OptionGroup var text: TextOptions

    func validate() throws {
        guard perm.count == 3, perm.allSatisfy({ ("0"..."7").contains($0) }) else {
            throw ValidationError("`--perm` takes three octal digits such as 644, not `\(perm)`")
        }
    }
}

struct DotfileCreate: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Keep a new dotfile")

    @OptionGroup var content: DotfileContent
    @OptionGroup var place: DotfilePlace

    func run(in context: CommandContext) async throws {
        try await context.client().dotfiles.create(
            content.path, try content.text.read(), permission: content.perm, in: place.place)
        context.console.note("backend.ai: `\(content.path)` is kept for new sessions")
    }
}

struct DotfileUpdate: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "update", abstract: "Replace a dotfile")

    @OptionGroup var content: DotfileContent
    @OptionGroup var place: DotfilePlace

    func run(in context: CommandContext) async throws {
        try await context.client().dotfiles.update(
            content.path, try content.text.read(), permission: content.perm, in: place.place)
        context.console.note("backend.ai: `\(content.path)` is replaced for new sessions")
    }
}

struct DotfileGet: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Print a dotfile")

    @Argument(help: "Its path")
    var path: String

    @OptionGroup var place: DotfilePlace
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let file = try await context.client().dotfiles.get(path, in: place.place)
        try context.printer(output).value(file) {
            try context.console.write(Array((file["data"]?.text ?? "").utf8))
        }
    }
}

struct DotfileList: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List dotfiles", aliases: ["ls"])

    @OptionGroup var place: DotfilePlace
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let files = try await context.client().dotfiles.list(in: place.place)
        try context.printer(output).value(.list(files, total: files.count)) {
            guard !files.isEmpty else {
                return context.console.note("no dotfiles; keep one by `backend.ai dotfile create PATH -f FILE`")
            }
            let rows = files.map { file in
                [
                    file["path"]?.text ?? "", (file["permission"] ?? file["perm"])?.text ?? "",
                    "\(file["data"]?.text?.utf8.count ?? 0)",
                ]
            }
            try context.console.line(Table(columns: ["PATH", "MODE", "BYTES"], rows: rows).text)
        }
    }
}

struct DotfileDelete: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove a dotfile", aliases: ["rm"])

    @Argument(help: "Its path")
    var path: String

    @OptionGroup var confirmation: ForceOptions

    @OptionGroup var place: DotfilePlace

    func run(in context: CommandContext) async throws {
        try confirmation.confirm("This removes the dotfile `\(path)`.", on: context.console)
        try await context.client().dotfiles.delete(path, in: place.place)
        context.console.note("backend.ai: `\(path)` is removed")
    }
}
