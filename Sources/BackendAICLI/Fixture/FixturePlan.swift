import Core

/// What has to be posted for a fixture file, in order.
///
/// A pure value: what the file says, and nothing of what the manager has.
struct FixturePlan: Equatable {
    /// One row that is to be made.
    struct Row: Equatable {
        let table: FixtureTable
        /// The names by which it is made and found.
        let names: [JSONValue.Member]
        /// The rest, as the API takes it.
        let properties: [JSONValue.Member]
        /// Its id in the file, by which other rows mean it.
        let id: String?
        /// The groups that a user is in, by their ids in the file.
        let groups: [String]
        /// Its columns that the API does not take.
        let ignored: [String]

        /// How it is told: `users admin@lablup.com`.
        var title: String {
            "\(table.rawValue) \(names.map { $0.value.text ?? $0.value.encodedText }.joined(separator: " "))"
        }
    }

    /// A file that is no fixture.
    struct Malformed: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// The rows, each after those that it needs.
    let rows: [Row]
    /// Tables of the file that the API cannot post.
    let unknownTables: [String]

    /// Reads a file: an object of tables, each a list of rows.
    init(_ file: JSONValue) throws(Malformed) {
        guard let tables = file.members else { throw Malformed(description: "it is no JSON object of tables") }
        let known = Set(FixtureTable.allCases.map(\.rawValue) + [FixtureTable.memberships])
        unknownTables = tables.map(\.name).filter { !known.contains($0) && !$0.hasPrefix("__") }
        var groups: [String: [String]] = [:]
        for row in file[FixtureTable.memberships]?.items ?? [] {
            guard let user = row["user_id"]?.text, let group = row["group_id"]?.text else { continue }
            groups[user, default: []].append(group)
        }
        var rows: [Row] = []
        for table in FixtureTable.allCases {
            guard let content = file[table.rawValue] else { continue }
            guard let items = content.items else {
                throw Malformed(description: "`\(table.rawValue)` is no list of rows")
            }
            for item in items { rows.append(try Self.row(item, of: table, groups)) }
        }
        self.rows = rows
    }

    private static func row(
        _ item: JSONValue, of table: FixtureTable, _ groups: [String: [String]]
    ) throws(Malformed) -> Row {
        guard let members = item.members else {
            throw Malformed(description: "a row of `\(table.rawValue)` is no object")
        }
        var names: [JSONValue.Member] = []
        for (name, column) in table.arguments {
            guard let value = item[column]?.text else {
                throw Malformed(description: "a row of `\(table.rawValue)` has no `\(column)`")
            }
            names.append(.init(name, .string(value)))
        }
        let own = Set(table.arguments.map(\.column))
        var properties: [JSONValue.Member] = []
        var ignored: [String] = []
        for member in members where !own.contains(member.name) && !member.value.isNull {
            guard table.columns.contains(member.name) else {
                if !["id", "uuid", "created_at"].contains(member.name) { ignored.append(member.name) }
                continue
            }
            let isText = FixtureTable.texts.contains(member.name) && member.value.text == nil
            properties.append(isText ? .init(member.name, .string(member.value.encodedText)) : member)
        }
        properties += defaults(of: table).filter { wanted in !properties.contains { $0.name == wanted.name } }
        let id = (item["uuid"] ?? item["id"])?.text
        return Row(
            table: table, names: names, properties: properties, id: id, groups: id.flatMap { groups[$0] } ?? [],
            ignored: ignored)
    }

    /// What the API insists on, with the original's values.
    private static func defaults(of table: FixtureTable) -> [JSONValue.Member] {
        switch table {
        case .users: [.init("need_password_change", false)]
        case .keypairs: [.init("rate_limit", 30000), .init("resource_policy", "default")]
        case .scalingGroups: [.init("driver", "static"), .init("scheduler", "fifo")]
        case .groups: [.init("domain_name", "default")]
        case .keypairPolicies:
            [
                .init("default_for_unspecified", "UNLIMITED"), .init("max_concurrent_sessions", 30),
                .init("max_containers_per_session", 1), .init("idle_timeout", 1800),
            ]
        default: []
        }
    }
}
