import Core
import Glibc
import Testing

@testable import Manager

@Suite("Store migrations")
struct StoreMigrationTests {
    @Test("a new database gets every table and the present version, and opening it again changes nothing")
    func fresh() async throws {
        let place = try TestPlace()
        for _ in 0..<2 {
            let store = try Store(path: place.file("db"))
            let tables = try await store.transaction { connection throws(StoreError) in
                try connection.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map {
                    $0.text("name")
                }
            }
            let versions = try await store.transaction { connection throws(StoreError) in
                try connection.query("SELECT version FROM schema_version ORDER BY version").map {
                    $0.integer("version")
                }
            }
            #expect(versions == (1...Int64(Migrations.latest)).map { $0 })
            #expect(
                tables == [
                    "agents", "allocations", "audit_log", "background_tasks", "callbacks", "cluster_config",
                    "container_registries", "domains", "dotfiles", "error_logs", "group_members", "groups",
                    "image_aliases", "image_settings", "kernels", "keypair_resource_policies", "keypairs", "logins",
                    "project_resource_policies", "resource_presets", "scaling_groups", "scaling_groups_for_domains",
                    "scaling_groups_for_groups", "scaling_groups_for_keypairs", "schema_version",
                    "session_dependencies", "session_templates", "session_waits", "sessions", "status_history",
                    "user_resource_policies", "users",
                ]
            )
        }
    }

    @Test("nobody but the manager's user may read the database or the files beside it")
    func mode() async throws {
        let place = try TestPlace()
        let store = try Store(path: place.file("db"))
        for name in ["db", "db-wal", "db-shm"] {
            var status = stat()
            try #require(stat(place.file(name), &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
        _ = store
    }

    @Test("a database of a newer program is refused, untouched, with both versions named")
    func newer() async throws {
        let place = try TestPlace()
        let path = place.file("db")
        do {
            let store = try Store(path: path)
            _ = try await store.transaction { connection throws(StoreError) in
                try connection.run("INSERT INTO schema_version (version) VALUES (1000)")
            }
        }
        let error = StoreError.newerVersion(path: path, found: 1000, known: Migrations.latest)

        #expect(throws: error) { _ = try Store(path: path) }
        #expect(error.hint?.contains("BACKENDAI_STATE_DIR") == true)
        #expect("\(error)".contains("version 1000"))
    }

    @Test("what is no database, or cannot be opened, is refused with its path")
    func unusable() throws {
        let place = try TestPlace()
        let garbage = place.file("garbage")
        try PrivateFile.write(String(repeating: "no database ", count: 1000), to: garbage)

        let damaged = #expect(throws: StoreError.self) { _ = try Store(path: garbage) }
        guard case .damaged(let path, _) = damaged else {
            Issue.record("\(damaged as Any)")
            return
        }
        #expect(path == garbage)
        let missing = #expect(throws: StoreError.self) { _ = try Store(path: "/nowhere/db") }
        guard case .cannotOpen("/nowhere/db", _) = missing else {
            Issue.record("\(missing as Any)")
            return
        }
    }

    @Test("every commit is synced, foreign keys hold, and readers do not wait for writers")
    func pragmas() async throws {
        let test = try await TestStore()
        let mode = try await test.rows("PRAGMA journal_mode").first?.text("journal_mode")
        let synchronous = try await test.rows("PRAGMA synchronous").first?.integer("synchronous")
        let foreign = try await test.rows("PRAGMA foreign_keys").first?.integer("foreign_keys")

        #expect(mode == "wal")
        #expect(synchronous == 2)
        #expect(foreign == 1)
    }

    @Test("what fails inside a transaction leaves nothing behind, and the next one works")
    func rollback() async throws {
        let test = try await TestStore()
        await #expect(throws: StoreError.self) {
            try await test.store.transaction { connection throws(StoreError) in
                try connection.run("INSERT INTO domains (name, is_active, created_at) VALUES ('half', 1, 0)")
                try connection.execute("nonsense")
            }
        }
        #expect(try await test.rows("SELECT * FROM domains WHERE name = 'half'").isEmpty)
        #expect(try await test.rows("SELECT * FROM domains").count == 1)
    }

    @Test("values survive as they are: text with quotes and NULs, whole numbers, and nothing at all")
    func values() async throws {
        let test = try await TestStore()
        let text = "it's \"é\"\u{0}한🙂"
        let rows = try await test.store.transaction { connection throws(StoreError) in
            try connection.query(
                "SELECT ? AS t, ? AS i, ? AS n, ? AS f", [.text(text), .integer(.min), .null, SQLValue(true)])
        }
        let row = try #require(rows.first)

        #expect(row.optionalText("t") == text)
        #expect(row.optionalInteger("i") == .min)
        #expect(row["n"] == .null)
        #expect(row.flag("f"))
        #expect(row["no such column"] == .null)
        #expect(row.text("i") == "")
    }
}
