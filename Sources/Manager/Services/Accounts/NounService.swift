import Core
import GraphQL

/// Who makes a change, and in which request.
struct ChangeAuthor: Sendable {
    let requester: Requester
    let requestID: String?
    /// The login that the author goes on with, in session mode.
    var login: String?
}

/// The rules that all things which administrators keep have in common.
struct NounService: Sendable {
    let store: Store

    /// The change that creates a thing out of a mutation's properties.
    ///
    /// - Throws: ``NounRefusal`` for values that are none.
    func creation(
        of noun: Noun, _ key: String, _ properties: GraphQLArguments, by author: ChangeAuthor
    ) throws(NounRefusal) -> NounChange {
        var change = NounChange(
            noun: noun, action: .create, key: key, requester: author.requester, requestID: author.requestID)
        for column in noun.columns {
            if case .absent = column.creation { continue }
            guard let value = properties[column.name], !value.isNull else { continue }
            change.values.append((column.column, try column.stored(value)))
        }
        change.checks = noun.referenceChecks(change.values)
        change.checks.append(
            NounChange.Check(
                query: SQLFragment("SELECT 1 AS one FROM \(noun.table) WHERE \(noun.key) = ?", [.text(key)]),
                wantsRow: false, refusal: "integrity error: there is a \(noun.word) `\(key)` already"))
        change.values.append((noun.key, .text(key)))
        return change
    }

    /// The change that sets the properties that are given; null leaves a column as it is.
    ///
    /// - Throws: ``NounRefusal`` for values that are none.
    func modification(
        of noun: Noun, _ key: String, _ properties: GraphQLArguments, by author: ChangeAuthor
    ) throws(NounRefusal) -> NounChange {
        var change = NounChange(
            noun: noun, action: .modify, key: key, requester: author.requester, requestID: author.requestID)
        for column in noun.columns where column.isModifiable {
            guard let value = properties[column.name], !value.isNull else { continue }
            change.values.append((column.column, try column.stored(value)))
        }
        change.checks = noun.referenceChecks(change.values)
        return change
    }

    /// The change that takes a thing out of use.
    func retirement(of noun: Noun, _ key: String, by author: ChangeAuthor) -> NounChange {
        var change = NounChange(
            noun: noun, action: .delete, key: key, requester: author.requester, requestID: author.requestID)
        change.values = [("is_active", .integer(0))]
        return change
    }

    /// The change that removes a thing that nothing uses.
    func removal(of noun: Noun, _ key: String, by author: ChangeAuthor) -> NounChange {
        var change = NounChange(
            noun: noun, action: .purge, key: key, requester: author.requester, requestID: author.requestID)
        change.checks = noun.unusedChecks(key)
        return change
    }

    /// Makes a change.
    ///
    /// - Returns: What was changed; nil when there is none of that key.
    /// - Throws: ``NounRefusal`` where a rule is against it, ``StoreError`` where the database fails.
    func carryOut(_ change: NounChange) async throws -> SQLRow? {
        do {
            return try await store.carryOut(change)
        } catch StoreError.refused(let sentence) {
            throw NounRefusal(sentence)
        } catch StoreError.constraint(let text) {
            throw NounRefusal("integrity error: \(NounService.sentence(for: text, change.noun))")
        }
    }

    /// What a broken constraint means: `UNIQUE constraint failed: users.email` and the like.
    private static func sentence(for text: String, _ noun: Noun) -> String {
        let parts = text.split(separator: ": ", maxSplits: 1)
        guard parts.count == 2, parts[0].hasPrefix("UNIQUE") else {
            return "something that the \(noun.word) refers to, or that refers to it, is in the way"
        }
        let columns = parts[1].split(separator: ", ").map { $0.split(separator: ".").last.map(String.init) ?? "" }
        return "there is another one with this \(columns.joined(separator: " and "))"
    }
}
