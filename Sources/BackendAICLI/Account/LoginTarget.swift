import BackendAIKit
import Core

/// Where a login leads, and under which name it is kept.
struct LoginTarget: Equatable {
    /// The context that keeps what the login gives.
    let name: String
    /// Its new content, without the keypair that is to come.
    var context: StoredContext

    /// Finds out what is logged in to.
    ///
    /// A context that is named comes first, then `--endpoint`, then `BACKEND_ENDPOINT`, then the chosen context.
    ///
    /// - Parameters:
    ///   - settings: Where commands find their manager.
    ///   - file: The contexts that are kept.
    ///   - endpoint: The value of `--endpoint`.
    ///   - kind: The value of `--type`.
    /// - Throws: ``CommandFailure`` when nothing names a manager.
    init(settings: Settings, file: ContextFile, endpoint: String?, kind: EndpointKind?) throws {
        let named = settings.namedContext
        if let named {
            try ContextName.check(named)
            guard named != ContextName.local else { throw LoginTarget.needsNone }
        }
        var context: StoredContext
        let name: String
        if let address = endpoint ?? settings.endpointOfEnvironment {
            let parsed: Endpoint
            do {
                parsed = try Endpoint(parsing: String(address.split(separator: ",").first ?? ""))
            } catch {
                throw CommandFailure(status: .invalidArgument, what: error.description)
            }
            let known = file.contexts.sorted { $0.key < $1.key }.first { $0.value.endpoint == parsed.description }?.key
            name = named ?? known ?? ContextName.suggested(for: parsed.authority)
            context = file.contexts[name] ?? StoredContext(endpoint: parsed.description)
            context.endpoint = parsed.description
            if endpoint == nil, let text = settings.environment["BACKEND_ENDPOINT_TYPE"] {
                context.kind = EndpointKind(rawValue: text) ?? context.kind
            }
        } else if let chosen = named ?? file.current {
            name = chosen
            context = try file.context(chosen)
        } else {
            throw LoginTarget.needsNone
        }
        if let kind { context.kind = kind }
        self.name = name
        self.context = context
    }

    private static var needsNone: CommandFailure {
        CommandFailure(
            status: .invalidArgument, what: "the stack of this machine needs no login",
            hint: "name a manager: backend.ai login --endpoint https://manager.example.com")
    }

    /// A client of this manager.
    func client(_ settings: Settings, keypair: Keypair? = nil) throws -> BackendAIClient {
        var file = ContextFile()
        file.contexts[name] = context
        guard case .context(_, var configuration) = try settings.source(ofContext: name, file) else {
            throw LoginTarget.needsNone
        }
        configuration.keypair = keypair ?? context.keypair
        return BackendAIClient(configuration, signatures: try settings.signatures())
    }
}
