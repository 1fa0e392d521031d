import Core

/// A login that a cookie shows.
struct LoginRecord: Sendable, Equatable {
    /// The SHA-256 of the cookie's token: whoever reads the database cannot make the cookie of it.
    let id: String
    let accessKey: AccessKey
    /// Microseconds since 1970.
    let expiresAt: Int64
}

extension Store {
    /// Keeps a login, and forgets those that have expired by `now`.
    func add(_ login: LoginRecord, at now: Int64) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            try connection.run("DELETE FROM logins WHERE expires_at <= ?", [.integer(now)])
            try connection.run(
                "INSERT INTO logins (id, access_key, created_at, expires_at) VALUES (?, ?, ?, ?)",
                [.text(login.id), .text(login.accessKey.rawValue), .integer(now), .integer(login.expiresAt)])
        }
    }

    /// The login of that name, unless it has expired by `now`.
    func login(_ id: String, at now: Int64) throws(StoreError) -> LoginRecord? {
        try connection.query(
            "SELECT access_key, expires_at FROM logins WHERE id = ? AND expires_at > ?", [.text(id), .integer(now)]
        ).first.map { row in
            LoginRecord(
                id: id, accessKey: AccessKey(rawValue: row.text("access_key")), expiresAt: row.integer("expires_at"))
        }
    }

    /// Ends a login.
    func removeLogin(_ id: String) throws(StoreError) {
        try connection.run("DELETE FROM logins WHERE id = ?", [.text(id)])
    }

    /// The statement that ends a user's logins, but for one of them: what a new password calls for.
    static func removalOfLogins(ofUser id: String, but login: String? = nil) -> SQLFragment {
        SQLFragment(
            """
            DELETE FROM logins WHERE id <> ? AND access_key IN (SELECT access_key FROM keypairs WHERE user_id = ?)
            """, [.text(login ?? ""), .text(id)])
    }
}
