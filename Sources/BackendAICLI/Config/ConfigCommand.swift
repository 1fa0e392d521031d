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
        let configuration = try context.settings.configuration(console: context.console)
        let client = BackendAIClient(configuration, signatures: try context.settings.signatures())
        let version = try? await client.version()
        var rows: [(String, String)] = [
            ("API endpoint", "\(configuration.endpoint)"),
            ("Client version", "\(ProductVersion.current) (API: \(APIVersion.current))"),
            ("Server version", version.map { "\($0.manager) (API: \($0.api))" } ?? "(failed to fetch)"),
            ("Domain name", configuration.domain),
            ("Group name", configuration.group),
        ]
        if let keypair = configuration.keypair {
            rows.append(("Access key", "\(keypair.accessKey)"))
            rows.append(("Secret key", "\(keypair.secretKey)"))
        } else {
            rows.append(("Access key", "(anonymous)"))
        }
        rows.append(("Signature hash type", "sha256"))
        rows.append(("Skip SSL certificate validation", configuration.verifiesCertificate ? "no" : "yes"))
        if try context.settings.explicit() == nil {
            rows.append(("Local stack", try context.settings.localStack().paths.state))
        }
        switch output.output {
        case .console: for (name, value) in rows { try context.console.line("\(name): \(value)") }
        case .json: try context.console.line(JSONValue.object(rows.map { .init($0.0, .string($0.1)) }).prettyText)
        }
    }
}
