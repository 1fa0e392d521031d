import Core

/// One session template as the database has it.
struct TemplateRecord: Sendable, Equatable {
    /// 32 hexadecimal digits, lower case, without dashes.
    let id: String
    let kind: SessionTemplate.Kind
    var name: String
    var content: JSONValue
    /// Microseconds since 1970.
    let createdAt: Int64
    let domain: String
    var group: String
    let groupName: String
    var user: String
    let email: String

    /// The id that a text means, with dashes or without; nil when it is none.
    static func id(parsing text: String) -> String? {
        let digits = text.lowercased().filter { $0 != "-" }
        guard digits.utf8.count == 32, digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        return digits
    }
}

/// Whose templates are listed.
enum TemplateScope: Sendable, Equatable {
    case user(String)
    case domain(String)
    case all

    fileprivate var condition: (sql: String, values: [SQLValue]) {
        switch self {
        case .user(let id): (" AND t.user_id = ?", [.text(id)])
        case .domain(let name): (" AND t.domain_name = ?", [.text(name)])
        case .all: ("", [])
        }
    }
}

extension Store {
    private static let templateSelect = """
        SELECT t.*, g.name AS group_name, u.email FROM session_templates t
        JOIN groups g ON g.id = t.group_id JOIN users u ON u.id = t.user_id WHERE t.is_active = 1
        """

    /// Templates of a kind, in the order they were made.
    func templates(_ kind: SessionTemplate.Kind, _ scope: TemplateScope) throws(StoreError) -> [TemplateRecord] {
        let condition = scope.condition
        return try connection.query(
            "\(Store.templateSelect) AND t.type = ?\(condition.sql) ORDER BY t.created_at, t.id",
            [.text(kind.rawValue)] + condition.values
        ).map(TemplateRecord.init)
    }

    /// One template, whoever owns it; nil for one that is not there any more.
    func template(_ id: String) throws(StoreError) -> TemplateRecord? {
        try connection.query("\(Store.templateSelect) AND t.id = ?", [.text(id)]).first.map(TemplateRecord.init)
    }

    /// Writes new templates.
    func insert(_ templates: [TemplateRecord], _ entries: [AuditEntry]) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            for template in templates {
                try connection.run(
                    """
                    INSERT INTO session_templates (id, created_at, is_active, domain_name, group_id, user_id, type, name,
                        template) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(template.id), .integer(template.createdAt), .text(template.domain),
                        .text(template.group), .text(template.user), .text(template.kind.rawValue),
                        .text(template.name), .text(template.content.encodedText),
                    ])
            }
            for entry in entries { try Store.record(entry, connection) }
        }
    }

    /// Replaces a template's name, content, group and user.
    ///
    /// - Returns: Whether it was still there.
    func update(_ template: TemplateRecord, _ entry: AuditEntry?) throws(StoreError) -> Bool {
        try transaction { connection throws(StoreError) in
            let changed = try connection.run(
                """
                UPDATE session_templates SET name = ?, template = ?, group_id = ?, user_id = ?
                WHERE id = ? AND is_active = 1
                """,
                [
                    .text(template.name), .text(template.content.encodedText), .text(template.group),
                    .text(template.user), .text(template.id),
                ])
            if changed > 0, let entry { try Store.record(entry, connection) }
            return changed > 0
        }
    }

    /// Takes a template out of use.
    ///
    /// - Returns: Whether it was still there.
    func deactivateTemplate(_ id: String, _ entry: AuditEntry?) throws(StoreError) -> Bool {
        try transaction { connection throws(StoreError) in
            let changed = try connection.run(
                "UPDATE session_templates SET is_active = 0 WHERE id = ? AND is_active = 1", [.text(id)])
            if changed > 0, let entry { try Store.record(entry, connection) }
            return changed > 0
        }
    }

    /// Where a user belongs; nil when there is none of that id.
    func domain(ofUser id: String) throws(StoreError) -> String? {
        try connection.query("SELECT domain_name FROM users WHERE id = ?", [.text(id)]).first?.text("domain_name")
    }
}

extension TemplateRecord {
    fileprivate init(row: SQLRow) {
        self.init(
            id: row.text("id"), kind: SessionTemplate.Kind(rawValue: row.text("type")) ?? .task,
            name: row.text("name"),
            content: (try? JSONValue(parsing: Array(row.text("template").utf8))) ?? .null,
            createdAt: row.integer("created_at"), domain: row.text("domain_name"), group: row.text("group_id"),
            groupName: row.text("group_name"), user: row.text("user_id"), email: row.text("email"))
    }
}
