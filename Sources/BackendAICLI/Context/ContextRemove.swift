import ArgumentParser
import BackendAIKit
import Core

struct ContextRemove: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget contexts, with the keypairs and logins kept for them",
        aliases: ["rm", "delete"])

    @Argument(help: "The contexts", completion: LiveNames.contexts)
    var names: [String]

    func run(in context: CommandContext) async throws {
        var endpoints: [String] = []
        try context.settings.contexts.change { file in
            for name in names {
                guard name != ContextName.local else {
                    throw CommandFailure(
                        status: .invalidArgument, what: "`local` is the stack of this machine",
                        hint: "backend.ai local delete")
                }
                endpoints.append(try file.context(name).endpoint)
                file.contexts[name] = nil
                if file.current == name { file.current = nil }
            }
            let kept = Set(file.contexts.values.map(\.endpoint))
            endpoints.removeAll { kept.contains($0) }
        }
        for endpoint in endpoints {
            guard let endpoint = try? Endpoint(parsing: endpoint),
                context.settings.cookies.login(at: endpoint) != nil
            else { continue }
            try context.settings.cookies.keep(nil, at: endpoint)
        }
        for name in names { context.console.note("backend.ai: context `\(name)` is forgotten") }
    }
}
