import Core

/// One change by an administrator, as it is remembered.
struct AuditEntry: Sendable {
    let requester: Requester
    let action: Action
    let entity: Entity
    /// Which one: its name or id.
    let id: String
    /// What it was; nil for something new.
    var before: JSONValue?
    /// What it became; nil for something removed.
    var after: JSONValue?
    let requestID: String?
}

extension Store {
    /// Writes an entry; part of the transaction that makes the change.
    static func record(_ entry: AuditEntry, _ connection: SQLiteConnection) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO audit_log (created_at, user_id, user_email, access_key, domain_name, action, entity_type,
                entity_id, before, after, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(Timestamp.now()), .text(entry.requester.user.id), .text(entry.requester.user.email),
                .text(entry.requester.accessKey.rawValue), .text(entry.requester.user.domain),
                .text(entry.action.rawValue), .text(entry.entity.rawValue), .text(entry.id),
                SQLValue(entry.before?.encodedText), SQLValue(entry.after?.encodedText), SQLValue(entry.requestID),
            ])
    }

    /// Writes an entry for a change that no table of the database shows.
    func record(_ entry: AuditEntry) throws(StoreError) {
        try transaction { connection throws(StoreError) in try Store.record(entry, connection) }
    }
}
