import Core
import Testing

@testable import Manager

@Suite("Idle watch")
struct IdleWatchTests {
    /// A moment after everything that the store writes down: its times are the machine's.
    private static let start = UnixTime(microseconds: Timestamp.now()).adding(seconds: 3600)

    /// Sessions of a policy of 1800 seconds, the clock in the test's hand.
    private static func with(
        _ rules: IdleRules = IdleRules(),
        _ body: @escaping @Sendable (TestManager, @escaping @Sendable (Int64) -> Void) async throws -> Void
    ) async throws {
        let time = Noted(start)
        let clock = SteadyClock { time.value }
        try await TestManager.with(idle: rules, clock: clock) { manager in
            try await body(manager) { seconds in time.change { $0 = start.adding(seconds: seconds) } }
        }
    }

    private static func session(_ name: String, _ manager: TestManager) async throws -> SessionRecord {
        let found = try await manager.store.sessions(matching: name, of: TestManager.superadmin.accessKey)
        return try #require(found.first)
    }

    @Test("a session that nobody uses is warned, and ended when its policy's time is over")
    func ended() async throws {
        try await Self.with { manager, set in
            try await manager.create("idle")
            #expect(await manager.idle.look() == Self.start.adding(seconds: 1740))
            set(1739)
            _ = await manager.idle.look()
            #expect(try await Self.session("idle", manager).detail == "")
            set(1740)
            let end = await manager.idle.look()
            #expect(end == UnixTime(microseconds: Self.start.adding(seconds: 1800).microseconds + 1))
            let warned = try await Self.session("idle", manager)
            #expect(warned.status == .running)
            #expect(warned.detail?.hasSuffix("if nobody uses it until then") == true)
            // Once is enough.
            set(1750)
            _ = await manager.idle.look()
            set(1801)
            _ = await manager.idle.look()
            #expect(try await Self.session("idle", manager).reason == .idleTimeout)
            #expect(!(try await Self.session("idle", manager).status.acceptsCode))
            let events = try await manager.store.changes(after: 0, limit: 1000).flatMap(\.events)
            let warnings = events.filter { $0.name == .sessionIdleWarning }
            #expect(warnings.map(\.reason) == ["idle-timeout"])
        }
    }

    @Test("a session of several kernels is idle as a whole, and all of them are stopped")
    func gang() async throws {
        try await Self.with { manager, set in
            _ = try await manager.store.transaction { connection throws(StoreError) in
                try connection.run("UPDATE keypair_resource_policies SET max_containers_per_session = 3")
            }
            try await manager.create("idle", #","clusterSize":3"#)
            set(1799)
            _ = await manager.idle.look()
            #expect(try await Self.session("idle", manager).status == .running)
            set(1801)
            _ = await manager.idle.look()
            while try await manager.holdingSessions() > 0 { await Task.yield() }
            let ended = try await Self.session("idle", manager)
            #expect(ended.status == .terminated && ended.reason == .idleTimeout)
            #expect(manager.agent.orders.filter { $0 == "DELETE /kernels/ID" }.count == 3)
        }
    }

    @Test("a use takes the warning back, and tells whoever waits for it")
    func used() async throws {
        try await Self.with { manager, set in
            try await manager.create("idle")
            set(1790)
            _ = await manager.idle.look()
            let session = try await Self.session("idle", manager)
            #expect(session.detail != "")
            let (signals, end) = manager.activity.signal.listen()
            manager.activity.touch(session.id)
            for await _ in signals { end.finish() }
            #expect(await manager.idle.look() == Self.start.adding(seconds: 1790 + 1740))
            #expect(try await Self.session("idle", manager).detail == "")
            manager.activity.begin(session.id)
            set(99_999)
            #expect(await manager.idle.look() == .never)
            #expect(try await Self.session("idle", manager).status == .running)
        }
    }

    @Test("a changed policy counts from the next look on")
    func policy() async throws {
        try await Self.with { manager, set in
            try await manager.create("idle")
            _ = await manager.idle.look()
            try await manager.store.transaction { connection throws(StoreError) in
                _ = try connection.query("UPDATE keypair_resource_policies SET idle_timeout = 0")
            }
            await manager.idle.reload()
            set(99_999)
            #expect(await manager.idle.look() == .never)
            #expect(try await Self.session("idle", manager).status == .running)
        }
    }

    @Test("GraphQL and REST show what the checks say, in the original's form")
    func shown() async throws {
        try await Self.with { manager, set in
            try await manager.create("idle")
            set(800)
            let session = try await Self.session("idle", manager)
            let answer = try await manager.query(
                "query($id: UUID!) { compute_session(id: $id) { idle_checks is_idle_exempt status_data } }",
                ["id": .string(session.id.rawValue)])
            let shown = answer.body["data"]?["compute_session"]
            let expected = """
                {"session_lifetime":{"remaining":null,"remaining_time_type":"expire_after","extra":null},\
                "network_timeout":{"remaining":1000.0,"remaining_time_type":"expire_after","extra":null}}
                """
            #expect(shown?["idle_checks"]?.text == expected, "\(answer)")
            #expect(shown?["is_idle_exempt"] == false)
            let detail = try await manager.send("GET", "/session/idle")
            #expect(detail.body["idleChecks"]?["network_timeout"]?["remaining_time_type"] == "expire_after")
            set(1780)
            _ = await manager.idle.look()
            let warned = try await manager.query(
                "query($id: UUID!) { compute_session(id: $id) { status_data } }", ["id": .string(session.id.rawValue)])
            #expect(
                warned.body["data"]?["compute_session"]?["status_data"]?.text?.hasPrefix(#"{"idle":{"msg":"It ends at"#)
                    == true)
        }
    }

    @Test("a session that an administrator exempts is left alone until that is undone, and the audit log has it")
    func exempt() async throws {
        try await Self.with { manager, set in
            try await manager.create("idle", by: TestManager.user)
            let target = "/session/idle/idle-exemption?owner_access_key=\(TestManager.user.accessKey)"
            let refused = try await manager.send(
                "PUT", "/session/idle/idle-exemption", #"{"exempt":true}"#, by: TestManager.user)
            #expect(refused.status == 401, "\(refused)")
            #expect(try await manager.send("PUT", target, "{}").status == 400)
            #expect(try await manager.send("PUT", target, #"{"exempt":true}"#).status == 204)
            set(99_999)
            #expect(await manager.idle.look() == .never)
            let detail = try await manager.send("GET", "/session/idle", by: TestManager.user)
            #expect(detail.body["idleChecks"]?["network_timeout"]?["extra"] == ["exempt": true], "\(detail)")
            #expect(try await manager.send("PUT", target, #"{"exempt":false}"#).status == 204)
            _ = await manager.idle.look()
            let found = try await manager.store.sessions(matching: "idle", of: TestManager.user.accessKey)
            #expect(found.first?.reason == .idleTimeout)
            let entries = try await manager.store.transaction { connection throws(StoreError) in
                try connection.query("SELECT after FROM audit_log WHERE entity_type = 'idle-check' ORDER BY id")
            }
            #expect(entries.map { $0.text("after") } == [#"{"exempt":true}"#, #"{"exempt":false}"#])
        }
    }

    @Test("samples end a session that makes no use of what it holds, after as many as the window has and one")
    func utilization() async throws {
        let rules = IdleRules(
            checks: [.utilization], warning: 0,
            utilization: UtilizationRules(interval: 600, initialGrace: 0, thresholds: [.cpu: Percentage(30)]))
        try await Self.with(rules) { manager, _ in
            try await manager.create("idle")
            _ = await manager.idle.look()
            let session = try await Self.session("idle", manager)
            for _ in 0..<3 {
                await manager.idle.record(UtilizationSample([.cpu: Percentage(5)]), of: session.id)
                _ = await manager.idle.look()
                #expect(try await Self.session("idle", manager).status == .running)
            }
            await manager.idle.record(UtilizationSample([.cpu: Percentage(5)]), of: session.id)
            _ = await manager.idle.look()
            #expect(try await Self.session("idle", manager).reason == .idleUtilization)
        }
    }

    @Test("samples come from the agents' statistics")
    func sampled() async throws {
        let rules = IdleRules(
            checks: [.utilization], utilization: UtilizationRules(initialGrace: 0, thresholds: [.mem: Percentage(30)]))
        try await Self.with(rules) { manager, _ in
            try await manager.create("idle")
            await manager.idle.sample()
            let reports = await manager.idle.reports(of: try await Self.session("idle", manager))
            // 4096 bytes of what it was given.
            let resources: JSONValue = ["mem": [.number(0), .number(30)]]
            #expect(reports.last?.extra["resources"] == resources)
        }
    }
}
