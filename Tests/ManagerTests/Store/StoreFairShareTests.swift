import Core
import Testing

@testable import Manager

@Suite("Stored fair share")
struct StoreFairShareTests {
    private static let now = UnixTime(microseconds: Timestamp.now()).adding(seconds: 100_000)

    /// A scaling group of 8 cores and 64 GiB by fair share, with a half-life of 1000 seconds.
    private static func store() async throws -> TestStore {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 8)
        _ = try await test.rows(
            "UPDATE scaling_groups SET scheduler = 'fair-share', scheduler_opts = '{\"half_life\": 1000}'")
        return test
    }

    private static func usage(_ test: TestStore) async throws -> [AccessKey: Double] {
        let changes = try await test.store.usageChanges(at: now)
        #expect(changes.count == 1)
        guard case .usage(let usage, scalingGroup: "default")? = changes.first else { return [:] }
        return usage
    }

    /// Sets when a session held what it has.
    private static func set(_ session: NewSession, from: Int64, to: Int64?, in test: TestStore) async throws {
        let ended = to.map { "\(now.adding(seconds: -$0).microseconds)" } ?? "NULL"
        _ = try await test.rows(
            """
            UPDATE allocations SET used_at = \(now.adding(seconds: -from).microseconds), freed_at = \(ended)
            WHERE kernel_id = '\(session.kernel)'
            """)
    }

    @Test("a keypair's use is summed over its allocations: the largest share of each, less the longer it is ago")
    func sum() async throws {
        let test = try await Self.store()
        let (first, second) = (try await test.run("first", cpu: 4), try await test.run("second", cpu: 2))
        let other = try await test.run("other", cpu: 1, of: TestStore.user)
        // Half of the cores for the last half-life, a quarter for the one before.
        try await Self.set(first, from: 1000, to: nil, in: test)
        try await Self.set(second, from: 2000, to: 1000, in: test)
        try await Self.set(other, from: 20_000, to: 15_000, in: test)

        #expect(try await Self.usage(test) == [TestStore.superadmin.accessKey: 0.25 + 0.0625])
    }

    @Test("who has used less of late is served first, and groups of other schedulers are not summed")
    func order() async throws {
        let test = try await Self.store()
        let heavy = try await test.run("heavy", cpu: 8)
        _ = try await test.store.apply(.kernelStopped(heavy.kernel), to: heavy.id)
        let start = Timestamp.now() - 500_000_000
        _ = try await test.rows("UPDATE allocations SET used_at = \(start)")
        let (mine, theirs) = (
            try await test.enqueue("mine", cpu: 8), try await test.enqueue("theirs", cpu: 8, of: TestStore.user)
        )
        let fresh = SchedulingService(store: test.store)
        #expect(try await fresh.cycle().map(\.id) == [theirs.id])
        #expect(try await test.store.session(mine.id)?.status == .pending)
        _ = try await test.rows("UPDATE scaling_groups SET scheduler = 'drf'")
        #expect(try await test.store.usageChanges(at: Self.now).isEmpty)
    }
}
