import ArgumentParser
import BackendAIKit
import Core

/// `backend.ai mgr image`: the commands about images, with those that have names of their own there.
struct ManagerImageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Images: what kernels run",
        subcommands: [
            AdminImage.List.self, ManagerImageInspect.self, ManagerImageRescan.self, AdminImage.Alias.self,
            AdminImage.Dealias.self, AdminImage.Forget.self, AdminImage.SetResourceLimit.self,
        ]
    )
}

struct ManagerImageInspect: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show one image in detail", aliases: ["info"])

    @OptionGroup var command: AdminImage.Info

    func run(in context: CommandContext) async throws { try await command.run(in: context) }
}

struct ManagerImageRescan: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescan",
        abstract: "Look for new images: those of the machines, and of registries where there are any"
    )

    @Argument(help: "Only this registry; all when absent")
    var registry: String?

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        // The same as `admin image rescan --registry`, which has the original's other spelling.
        let words = (registry.map { ["--registry=\($0)"] } ?? []) + ["--output=\(output.output.rawValue)"]
        try await AdminImage.Rescan.parse(words).run(in: context)
    }
}
