import Core

/// A change of one thing, with what goes with it in the same transaction.
struct NounChange: Sendable {
    /// Something that must hold for a change to be made.
    struct Check: Sendable {
        /// A statement whose rows decide.
        let query: SQLFragment
        /// Whether it must have a row, or must have none.
        let wantsRow: Bool
        /// What is said when it is otherwise; `%` stands for the names in its rows, in their column `name`.
        let refusal: String
    }

    let noun: Noun
    let action: Action
    let key: String
    let requester: Requester
    let requestID: String?
    /// The columns to set.
    var values: [(column: String, value: SQLValue)] = []
    /// What must hold before.
    var checks: [Check] = []
    /// Statements to run before the change itself.
    var preparations: [SQLFragment] = []
    /// Statements to run after it.
    var consequences: [SQLFragment] = []
    /// What must hold afterwards, or nothing is changed.
    var guarantees: [Check] = []
    /// The key that it has afterwards, where that changes.
    var newKey: String?
    /// What the audit log says beside the columns.
    var note: [JSONValue.Member] = []
}

extension Noun {
    /// The checks that nothing uses the one of that key.
    func unusedChecks(_ key: String) -> [NounChange.Check] {
        uses.map { use in
            NounChange.Check(
                query: SQLFragment(use.sql, [.text(key)]), wantsRow: false,
                refusal: "integrity error: the \(word) is used by \(use.word): %")
        }
    }

    /// The checks that what the values refer to exists.
    func referenceChecks(_ values: [(column: String, value: SQLValue)]) -> [NounChange.Check] {
        values.compactMap { column, value in
            guard case .text(let text) = value,
                case .reference(let table, let key, let word) = columns.first(where: { $0.column == column })?.kind
            else { return nil }
            return NounChange.Check(
                query: SQLFragment("SELECT 1 AS one FROM \(table) WHERE \(key) = ?", [value]), wantsRow: true,
                refusal: "integrity error: there is no \(word) `\(text)`")
        }
    }
}
