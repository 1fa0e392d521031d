import Core
import Logging
import Testing

@testable import Manager

@Suite("Uses of keypairs")
struct KeypairUsesTests {
    private static let query = #"{ keypair(access_key: "AKIANABBDUSEREXAMPLE") { last_used num_queries } }"#

    @Test("a keypair tells when it was used last, at once")
    func told() async throws {
        try await TestManager.with { manager in
            let unused = try await manager.query(Self.query)
            #expect(unused.body["data"]?["keypair"]?["last_used"] == .null)
            let used = try await manager.query(Self.query, by: TestManager.user)
            #expect(used.body["data"]?["keypair"]?["last_used"]?.text?.hasPrefix("20") == true, "\(used.text)")
            #expect(used.body["data"]?["keypair"]?["num_queries"] == 1)
        }
    }

    @Test("what is written down is the latest use, whatever comes in between, and all of them together")
    func written() async throws {
        let test = try await TestStore()
        let (user, admin) = (TestManager.user.accessKey, TestManager.superadmin.accessKey)
        try await test.store.writeUses([Self.use(user, 2, 5), Self.use(admin, 1, 3)])
        try await test.store.writeUses([Self.use(user, 1, 4)])
        let rows = try await test.rows("SELECT * FROM keypairs WHERE last_used IS NOT NULL ORDER BY last_used")
        #expect(rows.map { $0.integer("last_used") } == [3, 5])
        #expect(rows.map { $0.integer("num_queries") } == [1, 3])
    }

    @Test("each use is written down once, at the end of the manager too; what could not be written is kept")
    func once() async throws {
        let test = try await TestStore()
        let key = TestManager.user.accessKey
        let authentication = AuthenticationService()
        authentication.replace(with: try await test.store.keypairs())
        #expect(authentication.use(of: key) == nil)
        let uses = KeypairUses(
            authentication: authentication, store: test.store,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withServices([uses]) {
            for _ in 0..<3 { _ = try authentication.admit(key, from: nil) }
        }
        let row = try #require(await test.rows("SELECT * FROM keypairs WHERE last_used IS NOT NULL").first)
        #expect(row.integer("num_queries") == 3)
        #expect(row.integer("last_used") == authentication.use(of: key)?.at)
        #expect(authentication.takeUses().isEmpty)
        _ = try authentication.admit(key, from: nil)
        authentication.giveBack(authentication.takeUses())
        authentication.replace(with: try await test.store.keypairs())
        #expect(authentication.use(of: key)?.count == 1)
    }

    private static func use(_ key: AccessKey, _ count: Int64, _ time: Int64) -> KeypairUse {
        KeypairUse(accessKey: key, count: count, at: time)
    }
}
