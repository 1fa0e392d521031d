import ArgumentParser
import BackendAIKit
import Core
import Glibc

/// What completion scripts call: prints names, one a line, in a moment or not at all.
struct LiveNamesCommand: BackendCommand {
    static let name = "__complete"
    /// How long a user who types is kept waiting.
    static let patience = Duration.milliseconds(250)

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Print names for completion scripts",
        shouldDisplay: false
    )

    @Argument(help: "Whose names")
    var noun: LiveNoun

    func run() async throws {
        // Nothing is told that goes wrong: the user is in the middle of a word.
        try? await run(in: try CommandContext.live())
    }

    func run(in context: CommandContext) async throws {
        let names = await withTaskGroup(of: [String].self) { group in
            group.addTask { (try? await Self.names(of: noun, context.settings)) ?? [] }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return []
            }
            let first = await group.next() ?? []
            group.cancelAll()
            return first
        }
        for name in Set(names).sorted() where !name.isEmpty && !name.contains(where: \.isNewline) {
            try context.console.line(name)
        }
    }

    private static func names(of noun: LiveNoun, _ settings: Settings) async throws -> [String] {
        if noun == .contexts { return try settings.contexts.read().contexts.keys + [ContextName.local] }
        // A stack that does not run is not started for a word.
        guard var configuration = try settings.configurationIfRunning() else { return [] }
        configuration.connectTimeout = 0.25
        configuration.readTimeout = 0.25
        let client = BackendAIClient(configuration, signatures: try settings.signatures())
        switch noun {
        case .contexts: return []
        case .sessions:
            let alive = SessionStatus.allCases.filter(\.isAlive)
            return try await client.sessions.list(statuses: alive, fields: ["name"], limit: 200).items
                .compactMap { $0["name"]?.text }
        case .images:
            let images =
                try await client.graphQL.query("query { images { name tag registry aliases } }")["images"]?.items ?? []
            return images.flatMap(Self.imageNames)
        case .groups: return try await list(client, "groups")
        case .domains: return try await list(client, "domains")
        case .scalingGroups:
            let answer = try await client.send(
                "GET", "/scaling-groups?group=\(PercentEncoding.encode(configuration.group))")
            return (answer["scaling_groups"]?.items ?? []).compactMap { $0["name"]?.text }
        }
    }

    private static func list(_ client: BackendAIClient, _ root: String) async throws -> [String] {
        (try await client.graphQL.query("query { \(root) { name } }")[root]?.items ?? []).compactMap {
            $0["name"]?.text
        }
    }

    /// An image's aliases, and its own name with its tag.
    private static func imageNames(_ image: JSONValue) -> [String] {
        let aliases = image["aliases"]?.items?.compactMap(\.text) ?? []
        guard let name = image["name"]?.text else { return aliases }
        let tag = image["tag"]?.text.map { ":\($0)" } ?? ""
        return aliases + [name + tag]
    }
}
