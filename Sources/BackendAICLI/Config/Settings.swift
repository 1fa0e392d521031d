import BackendAIKit
import Core

/// Where a command finds its manager: a context that is named, the environment, the chosen context, or the local stack.
struct Settings: Sendable {
    /// What a command's manager was found by.
    enum Source: Sendable {
        /// The variables `BACKEND_…`.
        case environment(ClientConfiguration)
        /// A context, by its name.
        case context(String, ClientConfiguration)
        /// The stack of this machine.
        case localStack
    }

    /// The variable that names a context.
    static let contextVariable = "BACKENDAI_CONTEXT"

    /// The environment, with what a `.env` file overrides.
    let environment: [String: String]
    /// What the command line says before all else.
    var choice = GlobalWords.Choice()

    /// The settings of this process.
    static func current() throws -> Settings {
        var environment = ProcessEnvironment.current
        if let file = EnvironmentFile.nearest(to: ProcessEnvironment.currentDirectory) {
            environment.merge(try EnvironmentFile.read(file)) { _, new in new }
        }
        return Settings(environment: environment, choice: GlobalWords.chosen)
    }

    /// The contexts that are kept.
    var contexts: ContextStore { ContextStore(environment: environment) }
    /// The logins that are kept.
    var cookies: CookieStore { CookieStore(environment: environment) }

    /// The context that is named for this command alone.
    var namedContext: String? {
        let name = choice.context ?? environment[Settings.contextVariable]
        return name?.isEmpty ?? true ? nil : name
    }

    /// Where the manager is found.
    ///
    /// A context that is named for this command comes first, then `BACKEND_ENDPOINT`, then the context that was chosen
    /// by `context use`, then the local stack.
    func source() throws -> Source {
        if let namedContext { return try source(ofContext: namedContext, contexts.read()) }
        if let configuration = try configuration(environment) { return .environment(configuration) }
        let file = try contexts.read()
        guard let current = file.current else { return .localStack }
        return try source(ofContext: current, file)
    }

    /// The source that a context is.
    func source(ofContext name: String, _ file: ContextFile) throws -> Source {
        if name == ContextName.local { return .localStack }
        let context = try file.context(name)
        // Domain and group may come from the environment; who one is, and where, belong together.
        let kept = environment.filter { entry in
            !["ENDPOINT", "ENDPOINT_TYPE", "ACCESS_KEY", "SECRET_KEY"].contains { key in
                entry.key == "BACKEND_\(key)" || entry.key == "SORNA_\(key)"
            }
        }
        guard let configuration = try configuration(context.environment.merging(kept) { _, new in new }) else {
            throw CommandFailure(status: .invalidArgument, what: "the context `\(name)` names no endpoint")
        }
        return .context(name, configuration)
    }

    /// The configuration that is not the local stack's, if there is one.
    func explicit() throws -> ClientConfiguration? {
        switch try source() {
        case .environment(let configuration), .context(_, let configuration): configuration
        case .localStack: nil
        }
    }

    private func configuration(_ variables: [String: String]) throws -> ClientConfiguration? {
        var configuration: ClientConfiguration?
        do {
            configuration = try ClientConfiguration(environment: variables)
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
        if choice.skipsCertificate { configuration?.verifiesCertificate = false }
        if let endpoint = configuration?.endpoint, configuration?.kind == .session {
            configuration?.cookie = cookies.login(at: endpoint)?.cookie
        }
        return configuration
    }

    /// The local stack of these settings.
    func localStack() throws -> LocalStack {
        LocalStack(paths: try StackPaths(environment: environment))
    }

    /// What is known of how managers let requests be signed.
    func signatures() throws -> SignatureFile {
        SignatureFile(path: try StackPaths(environment: environment).signatures)
    }

    /// The configuration to use; the local stack is started when it is wanted and not running.
    func configuration(console: Console) throws -> ClientConfiguration {
        if let explicit = try explicit() { return explicit }
        BackendAIClient.forgoTLS()
        return local(try localStack().ensureRunning(console: console))
    }

    /// The configuration if it is there: nil for a local stack that does not run, which is left alone.
    func configurationIfRunning() throws -> ClientConfiguration? {
        if let explicit = try explicit() { return explicit }
        let stack = try localStack()
        guard let status = try? stack.status(), status.pids[.manager] != nil, let port = status.port else { return nil }
        return local(LocalStack.Access(port: port, keypair: try stack.keypair()))
    }

    private func local(_ access: LocalStack.Access) -> ClientConfiguration {
        ClientConfiguration(endpoint: Endpoint(loopbackPort: access.port), keypair: access.keypair)
    }
}

extension Settings {
    /// What `BACKEND_ENDPOINT` says, where it comes before the chosen context.
    var endpointOfEnvironment: String? {
        guard namedContext == nil else { return nil }
        let text = environment["BACKEND_ENDPOINT"] ?? environment["SORNA_ENDPOINT"]
        return text?.isEmpty ?? true ? nil : text
    }
}
