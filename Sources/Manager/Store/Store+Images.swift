import Core

/// Another name of an image.
struct ImageAlias: Sendable, Equatable {
    let alias: String
    let image: String
}

extension Store {
    func imageAliases() throws(StoreError) -> [ImageAlias] {
        try connection.query("SELECT alias, image FROM image_aliases ORDER BY alias").map {
            ImageAlias(alias: $0.text("alias"), image: $0.text("image"))
        }
    }

    /// - Throws: ``StoreError/refused(_:)`` when the alias is taken.
    func addImageAlias(_ alias: String, _ image: ImageReport, _ entry: AuditEntry) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            let taken = try connection.query("SELECT 1 AS one FROM image_aliases WHERE alias = ?", [.text(alias)])
            guard taken.isEmpty else { throw .refused("integrity error: there is an image alias `\(alias)` already") }
            try connection.run(
                "INSERT INTO image_aliases (alias, image, architecture, created_at) VALUES (?, ?, ?, ?)",
                [.text(alias), .text(image.name), .text(image.architecture), .integer(Timestamp.now())])
            try Store.record(entry, connection)
        }
    }

    /// Whether there was one.
    func removeImageAlias(_ alias: String, _ entry: AuditEntry) throws(StoreError) -> Bool {
        try transaction { connection throws(StoreError) in
            let removed = try connection.run("DELETE FROM image_aliases WHERE alias = ?", [.text(alias)])
            guard removed > 0 else { return false }
            try Store.record(entry, connection)
            return true
        }
    }

    func imageSettings() throws(StoreError) -> [ImageSetting] {
        try connection.query("SELECT * FROM image_settings").map { row in
            ImageSetting(
                image: row.text("image"), architecture: row.text("architecture"),
                isForgotten: row.flag("is_forgotten"),
                limits: (row.json("resource_limits")?.items ?? []).compactMap { item in
                    guard let slot = item["key"]?.text else { return nil }
                    return .init(slot: slot, minimum: item["min"]?.text, maximum: item["max"]?.text)
                },
                labels: JSONText.strings(row.text("labels")))
        }
    }

    func save(_ setting: ImageSetting, _ entry: AuditEntry) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            let limits = setting.body["resource_limits"]?.encodedText ?? "[]"
            try connection.run(
                """
                INSERT INTO image_settings (image, architecture, is_forgotten, resource_limits, labels)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (image, architecture) DO UPDATE SET
                    is_forgotten = excluded.is_forgotten, resource_limits = excluded.resource_limits,
                    labels = excluded.labels
                """,
                [
                    .text(setting.image), .text(setting.architecture), SQLValue(setting.isForgotten), .text(limits),
                    .text(JSONText.encode(setting.labels)),
                ])
            try Store.record(entry, connection)
        }
    }

    func recallForgottenImages(_ entry: AuditEntry) throws(StoreError) {
        try transaction { connection throws(StoreError) in
            try connection.run("UPDATE image_settings SET is_forgotten = 0 WHERE is_forgotten = 1")
            try Store.record(entry, connection)
        }
    }
}
