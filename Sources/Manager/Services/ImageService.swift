import Core
import GraphQL

/// The images that can be run: what agents report, with what administrators have said about them.
struct ImageService: Sendable {
    let store: Store
    let directory: AgentDirectory

    /// An image with its other names and the agents that have it.
    struct Entry: Sendable {
        let report: ImageReport
        let aliases: [String]
        let agents: [AgentID]
    }

    /// Every image that is not forgotten, sorted by name.
    func entries() async throws(StoreError) -> [Entry] {
        let settings = try await store.imageSettings()
        let aliases = try await store.imageAliases()
        var entries: [Entry] = []
        for report in directory.images {
            let setting = settings.first { $0.image == report.name && $0.architecture == report.architecture }
            if setting?.isForgotten == true { continue }
            entries.append(
                Entry(
                    report: setting?.applied(to: report) ?? report,
                    aliases: aliases.filter { $0.image == report.name }.map(\.alias),
                    agents: directory.nodes.filter { $0.images.contains { $0.name == report.name } }.map(\.agent)))
        }
        return entries
    }

    /// The image that a name or an alias means.
    ///
    /// - Throws: ``BackendError`` 404 with the nearest name.
    func resolve(_ text: String, architecture: String? = nil) async throws -> Entry {
        let entries = try await entries()
        if let alias = entries.first(where: { $0.aliases.contains(text) }) { return alias }
        switch ImageCatalog(entries.map(\.report)).resolve(text, architecture: architecture) {
        case .image(let report):
            if let entry = entries.first(where: { $0.report.name == report.name }) { return entry }
        case .unknown(let suggestion):
            throw ImageService.unknown(text, suggestion, entries.map(\.report.name))
        }
        throw ImageService.unknown(text, nil, [])
    }

    /// What each alias stands for.
    static func aliases(of entries: [Entry]) -> [String: String] {
        var aliases: [String: String] = [:]
        for entry in entries { for alias in entry.aliases { aliases[alias] = entry.report.name } }
        return aliases
    }

    /// The answer for an image that is not there.
    static func unknown(_ text: String, _ suggestion: String?, _ names: [String]) -> BackendError {
        let available =
            names.isEmpty
            ? "there are none at all; the log of the agent says why: `backend.ai local logs`"
            : "the images here: \(names.joined(separator: ", "))"
        return BackendError.notFound(
            "environment image", "Unknown image references: '\(text)'",
            hint: suggestion.map { "did you mean `\($0)`?" } ?? available)
    }

    /// Gives an image another name.
    func alias(_ alias: String, to target: String, by author: ChangeAuthor) async throws {
        guard ImageReference(parsing: alias) != nil else { throw NounRefusal("`\(alias)` cannot name an image") }
        let image = try await resolve(target)
        try await store.addImageAlias(alias, image.report, entry(author, .create, alias, ["alias": .string(alias)]))
    }

    /// Takes a name away; false when there is none such.
    func dealias(_ alias: String, by author: ChangeAuthor) async throws -> Bool {
        try await store.removeImageAlias(alias, entry(author, .delete, alias, ["alias": .string(alias)]))
    }

    /// Hides an image until the next rescan.
    func forget(_ reference: String, architecture: String?, by author: ChangeAuthor) async throws {
        let image = try await resolve(reference, architecture: architecture)
        var setting = try await setting(of: image.report)
        setting.isForgotten = true
        try await store.save(setting, entry(author, .delete, image.report.name, ["forgotten": true]))
    }

    /// Shows every image again.
    func recallForgotten(by author: ChangeAuthor) async throws {
        try await store.recallForgottenImages(entry(author, .operate, "*", ["rescan": true]))
    }

    /// Changes the limits that an image puts on sessions, and its labels.
    func modify(
        _ reference: String, architecture: String?, limits: [ImageSetting.Limit], labels: [String: String],
        by author: ChangeAuthor
    ) async throws {
        let image = try await resolve(reference, architecture: architecture)
        var setting = try await setting(of: image.report)
        for limit in limits {
            setting.limits.removeAll { $0.slot == limit.slot }
            setting.limits.append(limit)
        }
        setting.labels.merge(labels) { $1 }
        try await store.save(setting, entry(author, .modify, image.report.name, setting.body))
    }

    private func setting(of report: ImageReport) async throws -> ImageSetting {
        try await store.imageSettings().first { $0.image == report.name && $0.architecture == report.architecture }
            ?? ImageSetting(image: report.name, architecture: report.architecture)
    }

    private func entry(_ author: ChangeAuthor, _ action: Action, _ id: String, _ after: JSONValue) -> AuditEntry {
        AuditEntry(
            requester: author.requester, action: action, entity: .image, id: id, after: after,
            requestID: author.requestID)
    }
}

extension ImageService {
    /// Makes every connected agent look for images anew, and shows again what was forgotten.
    ///
    /// - Parameters:
    ///   - told: Is called before each agent: its name, how many are done, and how many there are.
    ///   - author: Who wants it.
    /// - Returns: A sentence about what was found.
    /// - Throws: ``BackendError`` 503 that names the agents that could not; ``StoreError``.
    func rescan(_ told: (String, Int, Int) -> Void, by author: ChangeAuthor) async throws -> String {
        try await recallForgotten(by: author)
        let nodes = directory.nodes
        var failures: [String] = []
        for (index, node) in nodes.enumerated() {
            told("agent `\(node.agent)`", index, nodes.count)
            do {
                guard let client = directory.client(of: node.agent) else { continue }
                directory.update(node.agent, images: try await client.rescanImages())
            } catch {
                failures.append("\(node.agent): \(error)")
            }
        }
        told("done", nodes.count, nodes.count)
        guard failures.isEmpty else {
            throw BackendError(
                .serviceUnavailable, "some agents could not look for images: \(failures.joined(separator: "; "))")
        }
        return "\(directory.images.count) images on \(nodes.count) agents"
    }
}
