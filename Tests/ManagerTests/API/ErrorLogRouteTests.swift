import Core
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

    @Test("failures of the manager are noted with whose request they were, but not without bound")
    func ownFailures() async throws {
        try await TestManager.with { manager in
            try await manager.store.transaction { connection throws(StoreError) in
                try connection.execute("ALTER TABLE resource_presets RENAME TO gone")
            }
            for _ in 0..<150 {
                let answer = try await manager.send("GET", "/resource/presets", by: TestManager.user)
                #expect(answer.status == 500)
            }
            var count = 0
            for _ in 0..<100 where count < 120 {
                count = try await Self.messages(manager, "?page_size=100&page_no=1", by: TestManager.user).count
                if count >= 64 { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            let body = try await manager.send("GET", "/logs/error", by: TestManager.user).body
            let entry = body["logs"]?.items?.first
            #expect(entry?["source"] == "manager" && entry?["request_url"] == "/resource/presets")
            #expect(entry?["request_status"] == 500 && (body["count"]?.integer ?? 0) <= 120)
        }
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
