import ArgumentParser

/// The spellings of 2019 for commands about images, when they stood below `etcd`.
struct EtcdListImages: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-images", abstract: "List images: mgr image list", shouldDisplay: false)

    @OptionGroup var command: AdminImage.List

    func run(in context: CommandContext) async throws { try await command.run(in: context) }
}

struct EtcdInspectImage: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect-image", abstract: "Show one image: mgr image inspect", shouldDisplay: false)

    @OptionGroup var command: AdminImage.Info

    func run(in context: CommandContext) async throws { try await command.run(in: context) }
}

struct EtcdRescanImages: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescan-images", abstract: "Look for new images: mgr image rescan", shouldDisplay: false)

    @OptionGroup var command: ManagerImageRescan

    func run(in context: CommandContext) async throws { try await command.run(in: context) }
}

struct EtcdAliasImage: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "alias", abstract: "Give an image another name: mgr image alias", shouldDisplay: false)

    @OptionGroup var command: AdminImage.Alias

    func run(in context: CommandContext) async throws { try await command.run(in: context) }
}

struct EtcdDealiasImage: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "dealias", abstract: "Take another name away from an image: mgr image dealias",
        shouldDisplay: false)

    @OptionGroup var command: AdminImage.Dealias

    func run(in context: CommandContext) async throws { try await command.run(in: context) }
}
