import CSQLite

/// A statement that can be run again and again.
struct PreparedStatement {
    let handle: OpaquePointer
    /// Its columns by name: each is asked for by name, row after row.
    let columns: [String: Int]

    /// Takes a statement that SQLite has prepared.
    init(_ handle: OpaquePointer) {
        self.handle = handle
        let names = (0..<sqlite3_column_count(handle)).map { String(cString: sqlite3_column_name(handle, $0)) }
        columns = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    /// How many columns its rows have, those of equal names included.
    var width: CInt { sqlite3_column_count(handle) }
}

/// Prepared statements by their text, of which those used last are kept.
///
/// Filters make ever new texts. So there are two generations: what is used moves to the young one, and when that is full,
/// the old one goes and the young one becomes old. No statement may be in use while another one is kept.
struct StatementCache {
    /// How many statements a generation holds; at most twice as many are kept.
    static let capacity = 256

    private var young: [String: PreparedStatement] = [:]
    private var old: [String: PreparedStatement] = [:]

    /// How many statements are kept.
    var count: Int { young.count + old.count }

    /// The statement that was kept for `sql`.
    mutating func find(_ sql: String) -> PreparedStatement? {
        if let known = young[sql] { return known }
        guard let known = old.removeValue(forKey: sql) else { return nil }
        keep(known, for: sql)
        return known
    }

    /// Keeps a statement, and ends those that have not been used for long.
    mutating func keep(_ statement: PreparedStatement, for sql: String) {
        if young.count >= Self.capacity {
            for statement in old.values { sqlite3_finalize(statement.handle) }
            (old, young) = (young, [:])
        }
        young[sql] = statement
    }

    /// Ends all statements.
    mutating func removeAll() {
        for statement in young.values { sqlite3_finalize(statement.handle) }
        for statement in old.values { sqlite3_finalize(statement.handle) }
        (young, old) = ([:], [:])
    }
}
