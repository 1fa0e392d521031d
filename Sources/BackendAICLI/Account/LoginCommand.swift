import ArgumentParser
import BackendAIKit
import Core

struct LoginCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in to a manager, by password or keypair",
        discussion: """
            By password the manager gives a keypair, which is kept in the context. With --keypair you give it yourself, \
            and the manager is asked whether it is right. Where the context's type is `session`, the manager gives a \
            cookie, which is kept for its address. Secrets are asked for, or come from --secret-file or standard input.
            """
    )

    @Option(help: ArgumentHelp("The manager's address; the context's when absent", valueName: "url"))
    var endpoint: String?

    @Option(help: ArgumentHelp("How the manager knows you: by signatures, or by a login", valueName: "type"))
    var type: EndpointKind?

    @Flag(help: "Give an access key and its secret key instead of a password")
    var keypair = false

    @Option(help: ArgumentHelp("The access key, with --keypair; asked for when absent", valueName: "key"))
    var accessKey: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The account's e-mail address or name; asked for when absent", valueName: "name"))
    var username: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The account's domain", valueName: "name"))
    var domain: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The group to work in", valueName: "name"))
    var group: String?

    @OptionGroup var secret: SecretOptions

    func validate() throws {
        guard keypair || accessKey == nil else {
            throw ValidationError("`--access-key` goes together with `--keypair`")
        }
        guard !keypair || username == nil else {
            throw ValidationError("`--keypair` has an access key, not a username")
        }
        guard !keypair || type != .session else { throw ValidationError("`--keypair` is for `--type api`") }
    }

    func run(in context: CommandContext) async throws {
        var target = try LoginTarget(
            settings: context.settings, file: try context.settings.contexts.read(), endpoint: endpoint, kind: type)
        if let domain { target.context.domain = domain }
        if let group { target.context.group = group }
        if keypair {
            try await logInByKeypair(&target, context)
        } else if target.context.kind == .session {
            try await logInToSession(target, context)
        } else {
            try await logInByPassword(&target, context)
        }
        try keep(target, context)
    }

    private func logInByKeypair(_ target: inout LoginTarget, _ context: CommandContext) async throws {
        let access = try accessKey ?? SecretInput.askOpenly("Access key")
        let keypair = Keypair(accessKey: AccessKey(rawValue: access), secretKey: try secret.read("Secret key"))
        target.context.keypair = nil
        try await target.client(context.settings, keypair: keypair).accounts.check()
        target.context.keypair = keypair
        context.console.note("backend.ai: the keypair \(access) is right")
    }

    private func logInByPassword(_ target: inout LoginTarget, _ context: CommandContext) async throws {
        let user = try username ?? SecretInput.askOpenly("User ID")
        let password = try secret.read("Password")
        target.context.keypair = nil
        let (keypair, role) = try await target.client(context.settings).accounts.authorize(
            username: user, password: password)
        target.context.keypair = keypair
        let suffix = role.map { ", role \($0)" } ?? ""
        context.console.note("backend.ai: logged in as \(user)\(suffix)")
    }

    private func logInToSession(_ target: LoginTarget, _ context: CommandContext) async throws {
        let user = try username ?? SecretInput.askOpenly("User ID")
        let password = try secret.read("Password")
        let client = try target.client(context.settings)
        var outcome = try await client.accounts.login(username: user, password: password)
        if outcome == .oneTimePasswordWanted {
            let second = try SecretInput.ask("One-time Password")
            outcome = try await client.accounts.login(username: user, password: password, oneTimePassword: second)
        }
        switch outcome {
        case .loggedIn(let cookie):
            try context.settings.cookies.keep(
                CookieStore.Login(username: user, cookie: cookie), at: client.configuration.endpoint)
            context.console.note("backend.ai: logged in as \(user)")
        case .oneTimePasswordWanted:
            throw CommandFailure(what: "the login was refused", why: "the one-time password is missing")
        case .refused(let title, let details):
            throw CommandFailure(
                what: "the login was refused", why: details ?? title,
                hint: "check the user ID, the password and the domain")
        }
    }

    private func keep(_ target: LoginTarget, _ context: CommandContext) throws {
        let isInEnvironment = context.settings.endpointOfEnvironment != nil && endpoint == nil
        // The cookie is kept by address: what the environment names needs no context.
        if isInEnvironment, target.context.kind == .session { return }
        var isCurrent = false
        try context.settings.contexts.change { file in
            file.contexts[target.name] = target.context
            if file.current == nil { file.current = target.name }
            isCurrent = file.current == target.name
        }
        context.console.note("backend.ai: kept in the context `\(target.name)`")
        if context.settings.endpointOfEnvironment != nil {
            context.console.note("hint: unset BACKEND_ENDPOINT, or name it: --context \(target.name)")
        } else if !isCurrent {
            context.console.note("hint: backend.ai context use \(target.name)")
        }
    }
}
