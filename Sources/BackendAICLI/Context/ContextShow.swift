import ArgumentParser
import Core

struct ContextShow: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one context, or the one in use", aliases: ["info"])

    @Argument(help: "The context; the one in use when absent", completion: LiveNames.contexts)
    var name: String?

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let file = try context.settings.contexts.read()
        let current = context.settings.namedContext ?? file.current
        let wanted = name ?? current ?? ContextName.local
        if wanted != ContextName.local { _ = try file.context(wanted) }
        guard let row = ContextRow.all(file, current: current).first(where: { $0.name == wanted }) else { return }
        var members = row.members
        members.append(.init("secret_key", JSONValue(row.context?.keypair.map { "\($0.secretKey)" })))
        try context.printer(output).value(.object(members)) {
            for member in members { try context.console.line("\(member.name): \(member.value.cell)") }
        }
    }
}
