import Core

@testable import Manager

/// A table with a column of each kind, and what filters and orders find in it.
struct QueryTable {
    /// A list's fields under other names than the table's columns, as it mostly is.
    static let columns = QueryColumns(
        tieBreak: "r.id",
        [
            QueryColumn("name", .text, sql: "r.name"),
            QueryColumn("size", .integer, sql: "r.size"),
            QueryColumn("is_active", .boolean, sql: "r.active"),
            QueryColumn("created_at", .time, sql: "r.created"),
            QueryColumn("uuid", .uuid, sql: "r.uuid"),
            QueryColumn(
                "role",
                .enumeration([
                    .init("SUPERADMIN", stored: "superadmin"), .init("ADMIN", stored: "admin"),
                    .init("USER", stored: "user"),
                ]), sql: "r.role"),
            QueryColumn("status", .enumeration(named: ["RUNNING", "ERROR"]), sql: "r.status"),
            QueryColumn("tags", .list(of: .text), sql: "r.tags", uses: .filter),
            QueryColumn("counts", .list(of: .integer), sql: "(SELECT r.counts)", uses: .filter),
            QueryColumn("secret", .text, sql: "r.secret", uses: []),
            QueryColumn("used", .integer, sql: "r.size", uses: .order),
        ])

    private let place: TestPlace
    private let connection: SQLiteConnection

    init() throws {
        place = try TestPlace()
        connection = try SQLiteConnection(path: place.file("rows.sqlite"))
        try connection.execute(
            """
            CREATE TABLE rows (id TEXT PRIMARY KEY, name TEXT, size BIGINT, active SMALLINT, created BIGINT, uuid TEXT,
                role TEXT, status TEXT, tags TEXT, counts TEXT, secret TEXT)
            """)
        let rows: [[SQLValue]] = [
            [
                .text("1"), .text("alpha"), .integer(10), .integer(1), .integer(1_696_118_400_000_000),
                .text("dfa9da54-4b28-432f-be29-c0d680c7a412"), .text("user"), .text("RUNNING"), .text(#"["x","y%"]"#),
                .text("[1,2]"),
            ],
            [
                .text("2"), .text("Alpha*"), .integer(20), .integer(0), .integer(1_696_163_696_789_012),
                .text("f38dea23-50fa-42a0-b5ae-338f5f4693f4"), .text("superadmin"), .text("ERROR"), .text(#"["y"]"#),
                .text("[2,3]"),
            ],
            [
                .text("3"), .text("50%_é"), .integer(-5), .integer(1), .integer(0), .null, .text("admin"), .null,
                .text("[]"), .text("[]"),
            ],
            [.text("4"), .null, .null, .null, .null, .null, .null, .null, .null, .null],
        ]
        for row in rows {
            let marks = row.map { _ in "?" }.joined(separator: ", ")
            try connection.run("INSERT INTO rows VALUES (\(marks), 'hidden')", row)
        }
    }

    /// The ids of what a filter finds, such as `13`.
    func found(_ filter: String) throws -> String {
        let condition = try Self.columns.condition(of: try FilterExpression(parsing: filter))
        return try ids("WHERE 1 = 1 AND \(condition.sql) ORDER BY id", condition.values)
    }

    /// All ids in an order, such as `3124`.
    func ordered(_ order: String?, otherwise: String = "") throws -> String {
        let order = try Self.columns.ordering(of: order, otherwise: try OrderExpression(parsing: otherwise))
        return try ids("ORDER BY \(order.sql)", order.values)
    }

    /// How many rows there are.
    func count() throws -> Int { try connection.query("SELECT id FROM rows").count }

    private func ids(_ rest: String, _ values: [SQLValue]) throws -> String {
        try connection.query("SELECT r.id FROM rows r \(rest)", values).map { $0.text("id") }.joined()
    }
}
