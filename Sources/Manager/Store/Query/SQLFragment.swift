/// A part of an SQL statement with a value for each `?` in it, in their order.
struct SQLFragment: Sendable, Equatable {
    /// The text, of which nothing came from outside.
    var sql: String
    /// What is bound to its marks.
    var values: [SQLValue]

    init(_ sql: String, _ values: [SQLValue] = []) {
        self.sql = sql
        self.values = values
    }
}
