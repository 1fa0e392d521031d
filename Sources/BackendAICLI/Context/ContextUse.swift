import ArgumentParser
import Core

struct ContextUse: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Choose the context that commands use from now on")

    @Argument(help: "The context; `local` is the stack of this machine", completion: LiveNames.contexts)
    var name: String

    func run(in context: CommandContext) async throws {
        try context.settings.contexts.change { file in
            if name != ContextName.local { _ = try file.context(name) }
            file.current = name == ContextName.local ? nil : name
        }
        context.console.note("backend.ai: the context is `\(name)` from now on")
        if let endpoint = context.settings.endpointOfEnvironment {
            context.console.note("backend.ai: BACKEND_ENDPOINT is set to \(endpoint) and comes first; unset it")
        }
    }
}
