import Core
import GraphQL

/// What administrators do with scaling groups, and who may use them.
struct ScalingGroupAccounts: Sendable {
    /// Whom a scaling group can be given to.
    enum Grantee: Sendable {
        case domain(String)
        case group(String)
        case keypair(String)

        var table: String {
            switch self {
            case .domain: "scaling_groups_for_domains"
            case .group: "scaling_groups_for_groups"
            case .keypair: "scaling_groups_for_keypairs"
            }
        }

        var column: String {
            switch self {
            case .domain: "domain"
            case .group: "group_id"
            case .keypair: "access_key"
            }
        }

        var key: String {
            switch self {
            case .domain(let key), .group(let key), .keypair(let key): key
            }
        }

        var noun: Noun {
            switch self {
            case .domain: Nouns.domain
            case .group: Nouns.group
            case .keypair: Nouns.keypair
            }
        }
    }

    let nouns: NounService

    func create(_ name: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        guard SlugName.isValid(name) else { throw NounRefusal("invalid name format. slug format required.") }
        var change = try nouns.creation(of: Nouns.scalingGroup, name, properties, by: author)
        change.values.append(("created_at", .integer(Timestamp.now())))
        try SchedulerOptions.check(change.value("scheduler_opts"))
        return try await nouns.carryOut(change)
    }

    func modify(_ name: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        let change = try nouns.modification(of: Nouns.scalingGroup, name, properties, by: author)
        try SchedulerOptions.check(change.value("scheduler_opts"))
        return try await nouns.carryOut(change)
    }

    func delete(_ name: String, by author: ChangeAuthor) async throws -> SQLRow? {
        try await nouns.carryOut(nouns.removal(of: Nouns.scalingGroup, name, by: author))
    }

    /// Lets somebody use a scaling group.
    func associate(_ name: String, with grantee: Grantee, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = self.change(of: name, by: author)
        let pair: [SQLValue] = [.text(name), .text(grantee.key)]
        change.checks = [
            NounChange.Check(
                query: SQLFragment("SELECT 1 AS one FROM scaling_groups WHERE name = ?", [.text(name)]), wantsRow: true,
                refusal: "integrity error: there is no scaling group `\(name)`"),
            NounChange.Check(
                query: SQLFragment(
                    "SELECT 1 AS one FROM \(grantee.noun.table) WHERE \(grantee.noun.key) = ?", [.text(grantee.key)]),
                wantsRow: true, refusal: "integrity error: there is no \(grantee.noun.word) `\(grantee.key)`"),
            NounChange.Check(
                query: SQLFragment(
                    "SELECT 1 AS one FROM \(grantee.table) WHERE scaling_group = ? AND \(grantee.column) = ?", pair),
                wantsRow: false, refusal: "integrity error: the two are associated already"),
        ]
        change.note = [.init("associated", .object([.init(grantee.noun.word, .string(grantee.key))]))]
        change.consequences = [
            SQLFragment("INSERT INTO \(grantee.table) (scaling_group, \(grantee.column)) VALUES (?, ?)", pair)
        ]
        guard let row = try await nouns.carryOut(change) else {
            throw NounRefusal("integrity error: there is no scaling group `\(name)`")
        }
        return row
    }

    /// Takes a scaling group from somebody; nil when they did not have it.
    func disassociate(_ name: String, from grantee: Grantee, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = self.change(of: name, by: author)
        let pair: [SQLValue] = [.text(name), .text(grantee.key)]
        let found = SQLFragment(
            "SELECT 1 AS one FROM \(grantee.table) WHERE scaling_group = ? AND \(grantee.column) = ?", pair)
        guard try await nouns.store.exists(found) else { return nil }
        change.note = [.init("disassociated", .object([.init(grantee.noun.word, .string(grantee.key))]))]
        change.consequences = [
            SQLFragment("DELETE FROM \(grantee.table) WHERE scaling_group = ? AND \(grantee.column) = ?", pair)
        ]
        return try await nouns.carryOut(change)
    }

    /// Takes every scaling group from somebody.
    func disassociateAll(from grantee: Grantee, by author: ChangeAuthor) async throws -> SQLRow? {
        let found = SQLFragment(
            "SELECT 1 AS one FROM \(grantee.table) WHERE \(grantee.column) = ?", [.text(grantee.key)])
        guard try await nouns.store.exists(found) else { return nil }
        var change = NounChange(
            noun: grantee.noun, action: .modify, key: grantee.key, requester: author.requester,
            requestID: author.requestID)
        change.note = [.init("disassociated", "all")]
        change.consequences = [
            SQLFragment("DELETE FROM \(grantee.table) WHERE \(grantee.column) = ?", [.text(grantee.key)])
        ]
        return try await nouns.carryOut(change)
    }

    private func change(of name: String, by author: ChangeAuthor) -> NounChange {
        NounChange(
            noun: Nouns.scalingGroup, action: .modify, key: name, requester: author.requester,
            requestID: author.requestID)
    }
}
