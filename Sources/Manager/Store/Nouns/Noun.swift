import Core

/// A kind of thing that administrators keep: the table that has it, and the columns that they may set.
///
/// GraphQL's inputs, the SQL that writes, and the audit log all follow from this one description.
struct Noun: Sendable {
    let entity: Entity
    let table: String
    /// The column that names one of them.
    let key: String
    /// Its name in sentences: `domain`.
    let word: String
    /// The statement that reads them, without conditions; the table is called ``alias`` in it.
    let select: String
    let alias: String
    let columns: [NounColumn]
    /// Whether it has a column `modified_at`.
    let isDated: Bool
    /// What may use one of them, so that it cannot go.
    let uses: [NounUse]

    init(
        _ entity: Entity,
        table: String,
        key: String = "name",
        word: String,
        alias: String,
        select: String,
        isDated: Bool = false,
        uses: [NounUse] = [],
        columns: [NounColumn]
    ) {
        self.entity = entity
        self.table = table
        self.key = key
        self.word = word
        self.select = select
        self.alias = alias
        self.columns = columns
        self.isDated = isDated
        self.uses = uses
    }

    /// The condition that a row is the one of that key.
    func has(_ key: String) -> SQLFragment { SQLFragment("\(alias).\(self.key) = ?", [.text(key)]) }
}

/// What may use a thing: a statement with one parameter, its key, whose rows name users in the column `name`.
struct NounUse: Sendable {
    /// In the plural: `users`.
    let word: String
    let sql: String
}

extension SQLFragment {
    /// What every row meets.
    static let everything = SQLFragment("1 = 1")

    /// A condition that both meet.
    static func && (left: SQLFragment, right: SQLFragment) -> SQLFragment {
        if left == everything { return right }
        if right == everything { return left }
        return SQLFragment("(\(left.sql)) AND (\(right.sql))", left.values + right.values)
    }
}
