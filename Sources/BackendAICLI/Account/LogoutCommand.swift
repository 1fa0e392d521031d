import ArgumentParser
import BackendAIKit
import Core

struct LogoutCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Forget the login of a manager: the keypair of the context, or the cookie"
    )

    func run(in context: CommandContext) async throws {
        switch try context.settings.source() {
        case .localStack:
            throw CommandFailure(
                status: .invalidArgument, what: "the stack of this machine has no login",
                hint: "name a context: backend.ai logout --context NAME")
        case .environment(let configuration) where configuration.kind == .api:
            throw CommandFailure(
                status: .invalidArgument, what: "the keypair is in the environment",
                hint: "unset BACKEND_ACCESS_KEY and BACKEND_SECRET_KEY")
        case .environment(let configuration): try await forget(configuration, context)
        case .context(let name, let configuration):
            if configuration.kind == .session { return try await forget(configuration, context) }
            try context.settings.contexts.change { $0.contexts[name]?.keypair = nil }
            context.console.note("backend.ai: the keypair of the context `\(name)` is forgotten")
        }
    }

    /// Tells the manager, then forgets the cookie, whatever the manager says: it may know of no login any more.
    private func forget(_ configuration: ClientConfiguration, _ context: CommandContext) async throws {
        guard configuration.cookie != nil else {
            context.console.note("backend.ai: there is no login at \(configuration.endpoint)")
            return
        }
        let client = BackendAIClient(configuration)
        do {
            try await client.accounts.logout()
        } catch {
            context.console.writeMessage(Array(CommandFailure(error).text.utf8))
        }
        try context.settings.cookies.keep(nil, at: configuration.endpoint)
        context.console.note("backend.ai: logged out of \(configuration.endpoint)")
    }
}
