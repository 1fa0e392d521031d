import Core
import GraphQL

/// What administrators do with groups.
struct GroupAccounts: Sendable {
    let nouns: NounService

    func create(_ name: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        try check(name)
        var change = try nouns.creation(
            of: Nouns.group, KernelID.random().rawValue, properties, by: author)
        let now = SQLValue.integer(Timestamp.now())
        change.values += [("name", .text(name)), ("created_at", now), ("modified_at", now)]
        return try await nouns.carryOut(change)
    }

    func modify(_ id: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        if let name = properties.string("name") { try check(name) }
        var change = try nouns.modification(of: Nouns.group, id, properties, by: author)
        change.consequences = try membership(of: id, properties)
        if let mode = properties.string("user_update_mode") {
            let users = properties.strings("user_uuids") ?? []
            change.note = [.init(mode, .array(users.map { .string($0) }))]
        }
        if let users = properties.strings("user_uuids"), properties.string("user_update_mode") == "add" {
            change.checks += users.map { user in
                NounChange.Check(
                    query: SQLFragment("SELECT 1 AS one FROM users WHERE id = ?", [.text(user)]), wantsRow: true,
                    refusal: "integrity error: there is no user `\(user)`")
            }
        }
        guard !change.values.isEmpty || !change.consequences.isEmpty else { throw NounRefusal("nothing to update") }
        return try await nouns.carryOut(change)
    }

    func delete(_ id: String, by author: ChangeAuthor) async throws -> SQLRow? {
        try await nouns.carryOut(nouns.retirement(of: Nouns.group, id, by: author))
    }

    func purge(_ id: String, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = nouns.removal(of: Nouns.group, id, by: author)
        change.preparations =
            PastSessions.removal("group_id", id)
            + [
                SQLFragment("DELETE FROM group_members WHERE group_id = ?", [.text(id)]),
                Store.removalOfDotfiles(of: .group(id)),
            ]
        return try await nouns.carryOut(change)
    }

    private func check(_ name: String) throws {
        guard SlugName.isValid(name) else {
            throw NounRefusal("invalid name format. slug format required.", isError: true)
        }
    }

    private func membership(of id: String, _ properties: GraphQLArguments) throws -> [SQLFragment] {
        guard let mode = properties.string("user_update_mode") else { return [] }
        let users = properties.strings("user_uuids") ?? []
        switch mode {
        case "add":
            return users.map { user in
                SQLFragment(
                    "INSERT INTO group_members (group_id, user_id) VALUES (?, ?)", [.text(id), .text(user)])
            }
        case "remove":
            return users.map { user in
                SQLFragment(
                    "DELETE FROM group_members WHERE group_id = ? AND user_id = ?", [.text(id), .text(user)])
            }
        default: throw NounRefusal("invalid user_update_mode", isError: true)
        }
    }
}
