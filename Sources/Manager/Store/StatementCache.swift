import CSQLite

/// Prepared statements by their text, of which those used last are kept.
///
/// Filters make ever new texts. So there are two generations: what is used moves to the young one, and when that is full,
/// the old one goes and the young one becomes old. No statement may be in use while another one is kept.
struct StatementCache {
    /// How many statements a generation holds; at most twice as many are kept.
    static let capacity = 256

    private var young: [String: OpaquePointer] = [:]
    private var old: [String: OpaquePointer] = [:]

    /// How many statements are kept.
    var count: Int { young.count + old.count }

    /// The statement that was kept for `sql`.
    mutating func find(_ sql: String) -> OpaquePointer? {
        if let known = young[sql] { return known }
        guard let known = old.removeValue(forKey: sql) else { return nil }
        keep(known, for: sql)
        return known
    }

    /// Keeps a statement, and ends those that have not been used for long.
    mutating func keep(_ statement: OpaquePointer, for sql: String) {
        if young.count >= Self.capacity {
            for statement in old.values { sqlite3_finalize(statement) }
            (old, young) = (young, [:])
        }
        young[sql] = statement
    }

    /// Ends all statements.
    mutating func removeAll() {
        for statement in young.values { sqlite3_finalize(statement) }
        for statement in old.values { sqlite3_finalize(statement) }
        (young, old) = ([:], [:])
    }
}
