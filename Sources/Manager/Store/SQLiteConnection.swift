import CSQLite
import Core
import Glibc

/// A value as SQLite keeps it.
enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
    init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
}

/// One row of an answer, read by column name.
struct SQLRow: Sendable, Equatable {
    fileprivate let columns: [String: Int]
    fileprivate let values: [SQLValue]

    /// The value of a column; null when the answer has none of that name.
    subscript(column: String) -> SQLValue { columns[column].map { values[$0] } ?? .null }

    /// The text of a column; empty for anything else.
    func text(_ column: String) -> String { optionalText(column) ?? "" }

    func optionalText(_ column: String) -> String? {
        guard case .text(let text) = self[column] else { return nil }
        return text
    }

    func integer(_ column: String) -> Int64 { optionalInteger(column) ?? 0 }

    func optionalInteger(_ column: String) -> Int64? {
        guard case .integer(let number) = self[column] else { return nil }
        return number
    }

    func flag(_ column: String) -> Bool { integer(column) != 0 }

    /// The columns in their order, as JSON.
    var members: [JSONValue.Member] {
        columns.sorted { $0.value < $1.value }.map { name, index in
            switch values[index] {
            case .null: .init(name, .null)
            case .integer(let number): .init(name, .integer(number))
            case .real(let number): .init(name, .number(number))
            case .text(let text): .init(name, .string(text))
            }
        }
    }
}

/// One connection to an SQLite database.
///
/// Belongs to the one actor that made it, and is used on that actor's thread alone.
final class SQLiteConnection {
    private var handle: OpaquePointer?
    private var statements = StatementCache()
    private let path: String
    /// Done once, before the first database is opened.
    private static let configuration = backendai_sqlite_keep_no_accounts()
    /// Whether history has been written that nobody has been told of.
    var hasNewHistory = false
    /// Whether callbacks have been written that nobody has been told of.
    var hasNewCallbacks = false
    /// Which rows have changed that the scheduler looks at.
    let changedRows = ChangedRows()

    /// Opens or creates the database: WAL, every commit synced to disk before it returns.
    ///
    /// - Throws: ``StoreError``.
    init(path: String) throws(StoreError) {
        self.path = path
        _ = Self.configuration
        // SQLite would let everybody read it. Its further files take the mode of this one.
        _ = try? Descriptor.open(path, O_WRONLY | O_CREAT, mode: 0o600)
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK else { throw failure(code) }
        sqlite3_busy_timeout(handle, 5000)
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA foreign_keys = ON")
        // KiB at most: a small database takes no more than itself. At the usual 2,000 a thousand users' lists read their
        // pages again and again, and a cycle that places a hundred thousand sessions writes its own several times.
        try execute("PRAGMA cache_size = -262144")
        changedRows.attach(to: handle)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// How many prepared statements are kept for the next time.
    var keptStatements: Int { statements.count }

    /// Runs statements that take no values and give no rows.
    func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Runs one statement and says how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> Int {
        _ = try query(sql, values)
        return Int(sqlite3_changes(handle))
    }

    /// Runs one statement and gathers its rows.
    func query(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> [SQLRow] {
        let statement = try prepared(sql)
        let handle = statement.handle
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for (index, value) in values.enumerated() { try bind(value, to: handle, at: CInt(index + 1)) }
        let width = statement.width
        var rows: [SQLRow] = []
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW:
                rows.append(SQLRow(columns: statement.columns, values: (0..<width).map { column(handle, $0) }))
            case SQLITE_DONE: return rows
            case let code: throw failure(code)
            }
        }
    }

    /// Runs `body` in one transaction that holds the write lock from its start.
    func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A commit that failed, or an error that already ended the transaction, leaves nothing to roll back.
            try? execute("ROLLBACK")
            throw error
        }
    }

    private func prepared(_ sql: String) throws(StoreError) -> PreparedStatement {
        if let known = statements.find(sql) { return known }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code) }
        let prepared = PreparedStatement(statement)
        statements.keep(prepared, for: sql)
        return prepared
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: CInt) throws(StoreError) {
        // SQLITE_TRANSIENT, a C macro that Swift does not import: SQLite copies the text.
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code =
            switch value {
            case .null: sqlite3_bind_null(statement, index)
            case .integer(let number): sqlite3_bind_int64(statement, index, number)
            case .real(let number): sqlite3_bind_double(statement, index, number)
            case .text(let text): sqlite3_bind_text(statement, index, text, CInt(text.utf8.count), copies)
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func column(_ statement: OpaquePointer, _ index: CInt) -> SQLValue {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
        case SQLITE_NULL: return .null
        default:
            guard let text = sqlite3_column_text(statement, index) else { return .null }
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func failure(_ code: CInt) -> StoreError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        switch code & 0xff {
        case SQLITE_FULL: return .diskFull(path: path)
        case SQLITE_CONSTRAINT: return .constraint(message)
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: return .cannotOpen(path: path, reason: message)
        case SQLITE_NOTADB, SQLITE_CORRUPT: return .damaged(path: path, reason: message)
        default: return .failed(path: path, reason: message)
        }
    }
}
