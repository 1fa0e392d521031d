import Core
import Logging
import Testing

@testable import Manager

@Suite("The log of errors")
struct ErrorLogRouteTests {
    private static func append(_ manager: TestManager, _ message: String, by keypair: Keypair) async throws {
        let body = """
            {"severity":"error","source":"cli","message":"\(message)","context_lang":"x","context_env":"{\\"a\\":1}"}
            """
        #expect(try await manager.send("POST", "/logs/error", body, by: keypair).body == ["success": true])
    }

    private static func messages(_ manager: TestManager, _ query: String = "", by keypair: Keypair) async throws
        -> [String]
    {
        let answer = try await manager.send("GET", "/logs/error\(query)", by: keypair)
        return answer.body["logs"]?.items?.compactMap { $0["message"]?.text } ?? []
    }

    @Test("users see their own entries, domain admins those of their domain but superadmins', superadmins all")
    func scopes() async throws {
        try await TestManager.with { manager in
            try await Self.append(manager, "mine", by: TestManager.user)
            try await Self.append(manager, "other", by: TestManager.secondUser)
            try await Self.append(manager, "top", by: TestManager.superadmin)
            #expect(try await Self.messages(manager, by: TestManager.user) == ["mine"])
            #expect(try await Self.messages(manager, by: TestManager.domainAdmin) == ["other", "mine"])
            #expect(try await Self.messages(manager, by: TestManager.superadmin) == ["top", "other", "mine"])
            #expect(try await Self.messages(manager, "?page_size=1&page_no=2", by: TestManager.superadmin) == ["other"])
        }
    }

    @Test("an entry is unread until a list marks it, and out of the user's list once it is cleared")
    func clearing() async throws {
        try await TestManager.with { manager in
            try await Self.append(manager, "one", by: TestManager.user)
            let first = try await manager.send("GET", "/logs/error?mark_read=True", by: TestManager.user).body
            let entry = try #require(first["logs"]?.items?.first)
            #expect(entry["is_read"] == false && entry["context_env"] == ["a": 1] && first["count"] == 1)
            let second = try await manager.send("GET", "/logs/error", by: TestManager.user).body
            #expect(second["logs"]?.items?.first?["is_read"] == true)
            let path = "/logs/error/\(entry["log_id"]?.text ?? "")/clear"
            #expect(try await manager.send("POST", path, by: TestManager.secondUser).status == 404)
            for _ in 0..<2 {
                #expect(try await manager.send("POST", path, by: TestManager.user).body == ["success": true])
            }
            #expect(try await Self.messages(manager, by: TestManager.user) == [])
            let kept = try await manager.send("GET", "/logs/error").body["logs"]?.items?.first
            #expect(kept?["is_cleared"] == true)
        }
    }

    @Test("a failure of the manager is noted with whose request it was")
    func ownFailures() async throws {
        try await TestManager.with { manager in
            _ = try await manager.store.transaction { connection throws(StoreError) in
                try connection.execute("ALTER TABLE resource_presets RENAME TO gone")
            }
            #expect(try await manager.send("GET", "/resource/presets", by: TestManager.user).status == 500)
            #expect(try await manager.send("GET", "/nosuch", by: TestManager.user).status == 404)
            var body = JSONValue.null
            for _ in 0..<500 where body["count"] != 1 {
                body = try await manager.send("GET", "/logs/error", by: TestManager.user).body
                try await Task.sleep(for: .milliseconds(20))
            }
            let entry = body["logs"]?.items?.first
            #expect(entry?["source"] == "manager" && entry?["request_url"] == "/resource/presets")
            #expect(entry?["request_status"] == 500 && body["count"] == 1)
        }
    }

    @Test("so many failures that nobody writes them down are dropped, and so are too many in a minute")
    func bounds() async throws {
        let store = try await TestStore().store
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let waiting = ServerErrors(store: store, settings: ClusterSettings(), logger: logger) { 0 }
        let taken = (0..<500).filter { _ in waiting.note("x", user: nil, target: "/", status: 500) }.count
        #expect(taken == 64)
        let written = ServerErrors(store: store, settings: ClusterSettings(), logger: logger) { 0 }
        let count = try await withServices([written]) {
            var count = 0
            for _ in 0..<200 {
                if written.note("x", user: nil, target: "/", status: 500) { count += 1 }
                try await Task.sleep(for: .milliseconds(2))
            }
            return count
        }
        #expect(count <= 120 && count >= 64)
    }

    @Test("what is older than the retention goes")
    func retention() async throws {
        let test = try await TestStore()
        let now = Timestamp.now()
        func entry(_ message: String, age: Int64) -> ErrorLogRecord {
            ErrorLogRecord(
                id: KernelID.random().rawValue, createdAt: now - age * 1_000_000, severity: .warning, source: "x",
                user: nil, message: message, contextLanguage: "x", contextEnvironment: [:])
        }
        try await test.store.append([entry("old", age: 91 * 86400), entry("new", age: 89 * 86400)])
        let settings = ClusterSettings()
        try await test.store.purgeErrorLogs(before: now - settings.errorLogRetention.seconds * 1_000_000)
        let left = try await test.store.errorLogs(.all, limit: 10, offset: 0, marksRead: false).items
        #expect(left.map(\.message) == ["new"])
        settings.replace(with: ["config/logs/error/retention": "12h"])
        #expect(settings.errorLogRetention.seconds == 12 * 3600)
    }
}
