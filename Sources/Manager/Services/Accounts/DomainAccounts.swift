import Core
import GraphQL

/// What administrators do with domains.
struct DomainAccounts: Sendable {
    let nouns: NounService

    func create(_ name: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        guard SlugName.isValid(name) else { throw NounRefusal("invalid name format. slug format required.") }
        var change = try nouns.creation(of: Nouns.domain, name, properties, by: author)
        let now = SQLValue.integer(Timestamp.now())
        change.values += [("created_at", now), ("modified_at", now)]
        return try await nouns.carryOut(change)
    }

    func modify(_ name: String, _ properties: GraphQLArguments, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = try nouns.modification(of: Nouns.domain, name, properties, by: author)
        if let newName = properties.string("name"), newName != name {
            guard SlugName.isValid(newName) else { throw NounRefusal("invalid name format. slug format required.") }
            change.newKey = newName
            // Everything that names the domain follows it.
            for (table, column) in [("groups", "domain_name"), ("users", "domain_name"), ("sessions", "domain_name")] {
                change.consequences.append(
                    SQLFragment(
                        "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", [.text(newName), .text(name)]))
            }
        }
        if properties.bool("is_active") == false { change.guarantees.append(UserAccounts.oneSuperadmin) }
        return try await nouns.carryOut(change)
    }

    func delete(_ name: String, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = nouns.retirement(of: Nouns.domain, name, by: author)
        change.guarantees = [UserAccounts.oneSuperadmin]
        return try await nouns.carryOut(change)
    }

    func purge(_ name: String, by author: ChangeAuthor) async throws -> SQLRow? {
        var change = nouns.removal(of: Nouns.domain, name, by: author)
        change.preparations = [Store.removalOfDotfiles(of: .domain(name))]
        return try await nouns.carryOut(change)
    }
}
