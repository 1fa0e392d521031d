import Core

@testable import Manager

/// One row of the audit log.
struct AuditRow: Sendable, Equatable {
    let action: String
    let id: String
    let before: JSONValue?
    let after: JSONValue?
}

extension TestManager {
    /// The audit log's rows about a kind of thing, oldest first.
    func audit(_ entity: String) async throws -> [AuditRow] {
        try await store.transaction { connection throws(StoreError) in
            try connection.query("SELECT * FROM audit_log WHERE entity_type = ? ORDER BY id", [.text(entity)])
        }.map { row in
            func value(_ column: String) -> JSONValue? {
                row.optionalText(column).flatMap { try? JSONValue(parsing: Array($0.utf8)) }
            }
            return AuditRow(
                action: row.text("action"), id: row.text("entity_id"), before: value("before"), after: value("after"))
        }
    }
}
