import Core
import Testing

@testable import Manager

@Suite("Uses of keypairs")
struct KeypairUsesTests {
    private static let query = #"{ keypair(access_key: "AKIANABBDUSEREXAMPLE") { last_used } }"#

    @Test("a keypair tells when it was used last, at once")
    func told() async throws {
        try await TestManager.with { manager in
            let unused = try await manager.query(Self.query)
            #expect(unused.body["data"]?["keypair"]?["last_used"] == .null)
            let used = try await manager.query(Self.query, by: TestManager.user)
            #expect(used.body["data"]?["keypair"]?["last_used"]?.text?.hasPrefix("20") == true, "\(used.text)")
        }
    }

    @Test("what is written down is the latest use, whatever comes in between")
    func written() async throws {
        let test = try await TestStore()
        let (user, admin) = (TestManager.user.accessKey, TestManager.superadmin.accessKey)
        try await test.store.writeUses([(user, 5), (admin, 3)])
        try await test.store.writeUses([(user, 4)])
        let rows = try await test.rows("SELECT last_used FROM keypairs WHERE last_used IS NOT NULL ORDER BY last_used")
        #expect(rows.map { $0.integer("last_used") } == [3, 5])
    }

    @Test("the keypairs that are to be written down are those that were used since the last time")
    func since() async throws {
        let test = try await TestStore()
        let authentication = AuthenticationService()
        authentication.replace(with: try await test.store.keypairs())
        #expect(authentication.uses(since: .min).isEmpty)
        _ = try authentication.admit(TestManager.user.accessKey, from: nil)
        let uses = authentication.uses(since: .min)
        #expect(uses.map(\.accessKey) == [TestManager.user.accessKey])
        let latest = try #require(uses.first?.at)
        #expect(authentication.uses(since: latest + 1).isEmpty)
        authentication.replace(with: try await test.store.keypairs())
        #expect(authentication.lastUse(of: TestManager.user.accessKey) == latest)
    }
}
