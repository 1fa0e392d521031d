import Core
import FoundationEssentials

/// What the manager remembers: the only place that knows SQL.
///
/// An actor on a thread of its own, because SQLite blocks. One writer, so that what is read inside a
/// transaction cannot change before it is written.
actor Store {
    let connection: SQLiteConnection
    /// Hints that history has grown; for one listener.
    nonisolated let historyHints: AsyncStream<Void>
    private nonisolated let historyHint: AsyncStream<Void>.Continuation
    /// Hints that there are callbacks to send.
    nonisolated let callbackHint = Signal()
    /// Hints that limits, or the rules of scaling groups, may be others.
    nonisolated let rulesHint = Signal()
    /// What agents consist of, with the text that says so: reading it takes some tenths of a millisecond, and it is read again
    /// whenever the rules of scheduling change.
    var inventories: [AgentID: (text: String, inventory: DeviceInventory)] = [:]
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the database and brings its tables up to date.
    ///
    /// - Throws: ``StoreError``, or ``SystemCallError`` when no thread can be had.
    init(path: String) throws {
        (historyHints, historyHint) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        executor = try ThreadExecutor()
        do {
            connection = try SQLiteConnection(path: path)
            try Migrations.run(on: connection, path: path)
        } catch {
            executor.stop()
            throw error
        }
    }

    deinit { executor.stop() }

    /// Runs `body` in one transaction.
    func transaction<Result>(_ body: (SQLiteConnection) throws(StoreError) -> Result) throws(StoreError) -> Result {
        let connection = connection
        let result = try connection.transaction { () throws(StoreError) in try body(connection) }
        if connection.hasNewHistory {
            connection.hasNewHistory = false
            historyHint.yield()
        }
        if connection.hasNewCallbacks {
            connection.hasNewCallbacks = false
            callbackHint.fire()
        }
        if connection.changedRows.hasNewRules {
            connection.changedRows.hasNewRules = false
            rulesHint.fire()
        }
        return result
    }
}

/// Times as the database keeps them: whole microseconds since 1970.
enum Timestamp {
    static func now() -> Int64 { microseconds(Date()) }

    static func microseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000_000).rounded()) }

    static func date(_ microseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

extension ResourceSlots {
    /// The JSON text that the database keeps.
    var stored: String { JSONValue.object(wire.map { .init($0.slot, .string($0.amount)) }).encodedText }

    /// Reads what ``stored`` wrote; unreadable text is nothing.
    init(stored: String) {
        let members = (try? JSONValue(parsing: Array(stored.utf8)))?.members ?? []
        self.init(
            Dictionary(
                members.compactMap { member in
                    member.value.text.flatMap { Quantity(decimal: $0) }.map { (SlotName(member.name), $0) }
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }
}
