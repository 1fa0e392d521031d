import Core
import Testing

@testable import Manager

@Suite("Stored sessions")
struct StoreSessionTests {
    @Test("a session is read back as it was enqueued, pending, with its only kernel")
    func enqueue() async throws {
        let test = try await TestStore()
        let new = try await test.enqueue("first")
        let session = try #require(try await test.store.session(new.id))
        let kernels = try await test.store.kernels(of: new.id)

        #expect(session.spec == new.spec)
        #expect(session.owner == new.owner)
        #expect(session.status == .pending)
        #expect(session.result == .undefined)
        #expect(session.terminatedAt == nil)
        #expect(kernels.map(\.id) == [new.kernel])
        #expect(kernels.first?.role == "main")
        #expect(kernels.first?.status == .pending)
        #expect(try await test.history(of: new, kernel: false) == ["PENDING"])
    }

    @Test("a name belongs to one living session of an access key, and is free again when that has ended")
    func names() async throws {
        let test = try await TestStore()
        let first = try await test.enqueue("same")

        guard case .nameInUse(let existing) = try await test.store.enqueue(TestStore.session("same")) else {
            Issue.record("the name was taken twice")
            return
        }
        #expect(existing.id == first.id)
        try await test.enqueue("same", of: TestStore.user)
        _ = try await test.store.apply(.terminationRequested, to: first.id)
        let second = try await test.enqueue("same")
        let found = try await test.store.sessions(matching: "same", of: TestStore.superadmin.accessKey)
        // The living one first, whichever was made later.
        #expect(found.map(\.id) == [second.id, first.id])
    }

    @Test("the database itself refuses two living sessions of one name, should the rule ever be forgotten")
    func uniqueIndex() async throws {
        let test = try await TestStore()
        try await test.enqueue("same")
        let error = await #expect(throws: StoreError.self) {
            _ = try await test.rows(
                """
                INSERT INTO sessions SELECT 'copy', name, access_key, user_id, group_id, domain_name, scaling_group,
                session_type, cluster_mode, cluster_size, image, architecture, requested_slots, shared_memory, environ, tag,
                bootstrap_script, startup_command, main_kernel, status, status_info, status_detail, result, num_queries,
                enqueued_at, created_at, status_changed, terminated_at, ends_with_run, preopen_ports, starts_at, callback_url,
                priority, time_limit, is_preemptible, is_idle_exempt, waits_again, total_slots FROM sessions
                """
            )
        }
        guard case .constraint = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    @Test("sessions are found by id in any case or by exact name, among those of one access key alone")
    func matching() async throws {
        let test = try await TestStore()
        let mine = try await test.enqueue("mine")
        try await test.enqueue("theirs", of: TestStore.user)
        let key = TestStore.superadmin.accessKey

        for reference in [mine.id.rawValue, mine.id.rawValue.uppercased(), "mine"] {
            #expect(try await test.store.sessions(matching: reference, of: key).map(\.id) == [mine.id])
        }
        for reference in ["Mine", "min", "theirs", "", "%", "' OR 1=1 --"] {
            #expect(try await test.store.sessions(matching: reference, of: key).isEmpty)
        }
    }

    @Test("lists are filtered and ordered by what they are asked for, page by page, with the number of all")
    func lists() async throws {
        let test = try await TestStore()
        for index in 1...5 { try await test.enqueue("mine-\(index)") }
        let other = try await test.enqueue("other", of: TestStore.user)
        _ = try await test.store.apply(.terminationRequested, to: other.id)
        func names(
            _ condition: SQLFragment = .everything, limit: Int = 100, offset: Int = 0
        ) async throws -> (names: [String], total: Int) {
            let page = try await test.store.sessionPage(
                condition, ordered: SQLFragment("s.created_at DESC, s.id"), limit: limit, offset: offset)
            return (page.records.map(\.spec.name), page.total)
        }
        let key = SQLValue.text(TestStore.user.accessKey.rawValue)

        #expect(try await names() == (["other", "mine-5", "mine-4", "mine-3", "mine-2", "mine-1"], 6))
        #expect(try await names(SQLFragment("s.status IN ('CANCELLED', 'RUNNING')")) == (["other"], 1))
        #expect(try await names(SQLFragment("s.access_key = ?", [key])) == (["other"], 1))
        #expect(try await names(SQLFragment("s.domain_name = ?", [.text("elsewhere")])) == ([], 0))
        #expect(try await names(limit: 2, offset: 1) == (["mine-5", "mine-4"], 6))
        #expect(try await names(limit: 0) == ([], 6))
        #expect(try await names(limit: 2, offset: 50) == ([], 6))
    }

    @Test("counts the runs of a session")
    func queries() async throws {
        let test = try await TestStore()
        let new = try await test.enqueue("first")
        for _ in 0..<3 { try await test.store.countRuns(1, of: new.id) }

        #expect(try await test.store.session(new.id)?.queries == 3)
    }

    @Test("remembers which living sessions end with the run that has begun")
    func lastRuns() async throws {
        let test = try await TestStore()
        let (kept, once, ended) = (
            try await test.enqueue("kept"), try await test.enqueue("once"), try await test.enqueue("ended")
        )
        try await test.store.countRuns(1, of: kept.id)
        for session in [once, ended] { try await test.store.countLastRun(of: session.id) }
        _ = try await test.store.apply(.terminationRequested, to: ended.id)

        #expect(try await test.store.sessionsInLastRun() == [once.id])
    }
}
