import Core

extension Store {
    /// The columns whose values the audit log must not show.
    private static let secrets: Set<String> = [
        "password", "secret_key", "ssh_private_key", "wsproxy_api_token",
    ]

    /// The things that meet a condition.
    func rows(
        of noun: Noun, _ condition: SQLFragment, ordered order: SQLFragment? = nil, limit: Int? = nil, offset: Int = 0
    ) throws(StoreError) -> [SQLRow] {
        var sql = "\(noun.select) WHERE \(condition.sql) ORDER BY \(order?.sql ?? "\(noun.alias).\(noun.key)")"
        var values = condition.values + (order?.values ?? [])
        if let limit {
            sql += " LIMIT ? OFFSET ?"
            values += [.integer(Int64(limit)), .integer(Int64(offset))]
        }
        return try connection.query(sql, values)
    }

    /// One page of what meets a condition, and how many there are in all.
    func page(
        of noun: Noun, _ condition: SQLFragment, ordered order: SQLFragment, limit: Int, offset: Int
    ) throws(StoreError) -> (rows: [SQLRow], total: Int) {
        let total = try connection.query(
            "SELECT count(*) AS number FROM (\(noun.select) WHERE \(condition.sql))", condition.values)
        return (
            try rows(of: noun, condition, ordered: order, limit: limit, offset: offset),
            Int(total.first?.integer("number") ?? 0)
        )
    }

    /// Which of all that meet a condition something is, counted from 0; nil when it does not meet it.
    ///
    /// - Parameters:
    ///   - id: Its id.
    ///   - noun: What it is: a noun whose rows are of its own table alone.
    ///   - condition: The condition.
    ///   - order: The order in which is counted.
    /// - Returns: The number.
    /// - Throws: ``StoreError``.
    func place(
        of id: String, among noun: Noun, _ condition: SQLFragment, ordered order: SQLFragment
    ) throws(StoreError) -> Int? {
        let numbered = """
            SELECT \(noun.alias).id AS id, row_number() OVER (ORDER BY \(order.sql)) AS place
            FROM \(noun.table) \(noun.alias) WHERE \(condition.sql)
            """
        return try connection.query(
            "SELECT place FROM (\(numbered)) WHERE id = ?", order.values + condition.values + [.text(id)]
        ).first.map { Int($0.integer("place")) - 1 }
    }

    /// Makes a change, with what goes with it, and writes it into the audit log: all or nothing.
    ///
    /// - Returns: What was changed as it is now, or was before it was removed; nil when there is none of that key.
    /// - Throws: ``StoreError/refused(_:)`` when a check does not hold.
    func carryOut(_ change: NounChange) throws(StoreError) -> SQLRow? {
        try transaction { connection throws(StoreError) in
            // A domain may change its name under everything that refers to it.
            try connection.execute("PRAGMA defer_foreign_keys = ON")
            let before = try Store.bare(change, change.key, connection)
            guard before != nil || change.action == .create else { return nil }
            for check in change.checks { try Store.insist(on: check, connection) }
            for statement in change.preparations { try connection.run(statement.sql, statement.values) }
            let shown = try Store.shown(change, change.key, connection)
            try Store.write(change, connection)
            for statement in change.consequences { try connection.run(statement.sql, statement.values) }
            for check in change.guarantees { try Store.insist(on: check, connection) }
            let after = try Store.bare(change, change.newKey ?? change.key, connection)
            try Store.record(Store.entry(change, before, after), connection)
            return try Store.shown(change, change.newKey ?? change.key, connection) ?? shown
        }
    }

    private static func write(_ change: NounChange, _ connection: SQLiteConnection) throws(StoreError) {
        let table = change.noun.table
        let columns = change.values.map(\.column)
        let values = change.values.map(\.value)
        switch change.action {
        case .create:
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            try connection.run("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))", values)
        case .purge:
            try connection.run("DELETE FROM \(table) WHERE \(change.noun.key) = ?", [.text(change.key)])
        default:
            guard !columns.isEmpty else { return }
            var settings = columns.map { "\($0) = ?" }
            if change.noun.isDated { settings.append("modified_at = \(Timestamp.now())") }
            try connection.run(
                "UPDATE \(table) SET \(settings.joined(separator: ", ")) WHERE \(change.noun.key) = ?",
                values + [.text(change.key)])
        }
    }

    private static func insist(on check: NounChange.Check, _ connection: SQLiteConnection) throws(StoreError) {
        let rows = try connection.query(check.query.sql, check.query.values)
        guard rows.isEmpty == check.wantsRow else { return }
        let names = rows.prefix(5).map { "`\($0.text("name"))`" }.joined(separator: ", ")
        let more = rows.count > 5 ? " and \(rows.count - 5) more" : ""
        throw .refused(check.refusal.replacing("%", with: names + more))
    }

    private static func bare(
        _ change: NounChange, _ key: String, _ connection: SQLiteConnection
    ) throws(StoreError) -> SQLRow? {
        try connection.query("SELECT * FROM \(change.noun.table) WHERE \(change.noun.key) = ?", [.text(key)]).first
    }

    private static func shown(
        _ change: NounChange, _ key: String, _ connection: SQLiteConnection
    ) throws(StoreError) -> SQLRow? {
        let condition = change.noun.has(key)
        return try connection.query("\(change.noun.select) WHERE \(condition.sql)", condition.values).first
    }

    /// The record of a change: of a modification only what has become different.
    private static func entry(_ change: NounChange, _ before: SQLRow?, _ after: SQLRow?) -> AuditEntry {
        let old = before?.members ?? []
        let new = after?.members ?? []
        let isModified = before != nil && after != nil
        func part(_ members: [JSONValue.Member], unlike others: [JSONValue.Member]) -> JSONValue {
            let kept = isModified ? members.filter { !others.contains($0) } : members
            return .object(kept.map { secrets.contains($0.name) && !$0.value.isNull ? .init($0.name, "***") : $0 })
        }
        return AuditEntry(
            requester: change.requester, action: change.action, entity: change.noun.entity, id: change.key,
            before: before == nil ? nil : part(old, unlike: new),
            after: after == nil ? nil : .object((part(new, unlike: old).members ?? []) + change.note),
            requestID: change.requestID)
    }
}

extension Store {
    /// Whether a statement has a row.
    func exists(_ query: SQLFragment) throws(StoreError) -> Bool {
        try !connection.query(query.sql, query.values).isEmpty
    }
}
