import ArgumentParser
import BackendAIKit
import Core

struct ContextAdd: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Keep a manager under a name",
        discussion: "The keypair may be given here, or later by `backend.ai login --context NAME`."
    )

    @Argument(help: "The context's name")
    var name: String

    @Argument(help: "The manager's address, such as https://manager.example.com")
    var endpoint: String

    @Option(help: ArgumentHelp("How the manager knows you: by signatures, or by a login", valueName: "type"))
    var type = EndpointKind.api

    @Option(name: .shortAndLong, help: ArgumentHelp("The domain; `default` when absent", valueName: "name"))
    var domain: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The group; `default` when absent", valueName: "name"))
    var group: String?

    @Option(help: ArgumentHelp("The access key; the secret key is asked for", valueName: "key"))
    var accessKey: String?

    @OptionGroup var secret: SecretOptions

    @Flag(help: "Take certificates of this manager unseen")
    var insecure = false

    @Flag(help: "Replace the context of that name")
    var force = false

    @Flag(help: "Use it from now on")
    var use = false

    func validate() throws {
        guard type == .api || accessKey == nil else {
            throw ValidationError("a keypair is for `--type api`; use `backend.ai login` with `--type session`")
        }
        guard secret.secretFile == nil || accessKey != nil else {
            throw ValidationError("`--secret-file` goes together with `--access-key`")
        }
    }

    func run(in context: CommandContext) async throws {
        try ContextName.check(name)
        guard name != ContextName.local else {
            throw CommandFailure(
                status: .invalidArgument, what: "`local` is the stack of this machine", hint: "choose another name")
        }
        do {
            _ = try Endpoint(parsing: endpoint)
        } catch {
            throw CommandFailure(status: .invalidArgument, what: error.description)
        }
        var stored = StoredContext(
            endpoint: endpoint, kind: type, domain: domain, group: group, skipsCertificate: insecure)
        if let accessKey {
            stored.keypair = Keypair(
                accessKey: AccessKey(rawValue: accessKey), secretKey: try secret.read("Secret key"))
        }
        try context.settings.contexts.change { file in
            guard force || file.contexts[name] == nil else {
                throw CommandFailure(
                    status: .invalidArgument, what: "there is a context `\(name)` already",
                    hint: "choose another name, or replace it: --force")
            }
            file.contexts[name] = stored
            if use { file.current = name }
        }
        context.console.note("backend.ai: context `\(name)` is kept" + (use ? " and used from now on" : ""))
    }
}
