import ArgumentParser
import BackendAIKit
import Core

struct ConfigCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show which manager is used and how"
    )

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let source = try context.settings.source()
        let configuration = try context.settings.configuration(console: context.console)
        let client = BackendAIClient(configuration, signatures: try context.settings.signatures())
        let version = try? await client.version()
        var rows: [(String, String)] = [
            ("API endpoint", "\(configuration.endpoint)"),
            ("Endpoint type", configuration.kind.rawValue),
            ("Client version", "\(ProductVersion.current) (API: \(APIVersion.current))"),
            ("Server version", version.map { "\($0.manager) (API: \($0.api))" } ?? "(failed to fetch)"),
        ]
        if let version { rows.append(("Negotiated API version", "\(min(version.api, APIVersion.current))")) }
        rows += [("Domain name", configuration.domain), ("Group name", configuration.group)]
        rows += identity(configuration, context.settings)
        rows.append(("Signature hash type", "sha256"))
        rows.append(("Skip SSL certificate validation", configuration.verifiesCertificate ? "no" : "yes"))
        rows.append(("Configured by", Self.origin(source)))
        if case .localStack = source {
            rows.append(("Local stack", try context.settings.localStack().paths.state))
        }
        try context.printer(output).value(.object(rows.map { .init($0.0, .string($0.1)) })) {
            for (name, value) in rows { try context.console.line("\(name): \(value)") }
        }
    }

    private func identity(_ configuration: ClientConfiguration, _ settings: Settings) -> [(String, String)] {
        if configuration.kind == .session {
            return [("Username", settings.cookies.login(at: configuration.endpoint)?.username ?? "(not logged in)")]
        }
        guard let keypair = configuration.keypair else { return [("Access key", "(anonymous)")] }
        return [("Access key", "\(keypair.accessKey)"), ("Secret key", "\(keypair.secretKey)")]
    }

    private static func origin(_ source: Settings.Source) -> String {
        switch source {
        case .environment: "the environment"
        case .context(let name, _): "the context `\(name)`"
        case .localStack: "the local stack"
        }
    }
}
