import Core
import Logging
import Testing
import Transport

@testable import Manager

@Suite("Session event streams")
struct SessionEventStreamTests {
    private static let all = "/events/session?sessionName=*&scope=*"

    @Test("every event of a life is told once, in order, with a place of its own; pings keep the stream alive")
    func life() async throws {
        try await TestManager.with { manager in
            var reader = try await manager.follow(Self.all)
            #expect(reader.status == 200)
            #expect(reader.headers["Content-Type"] == "text/event-stream")
            #expect(reader.headers["Cache-Control"] == "no-cache" && reader.headers["X-Accel-Buffering"] == "no")
            try await manager.create("first")
            _ = try await manager.send("DELETE", "/session/first")
            let events = try await reader.events(through: "session_terminated")
            #expect(
                events.map(\.name) == [
                    "session_enqueued", "session_scheduled", "kernel_preparing", "kernel_creating", "session_preparing",
                    "kernel_started", "session_started", "kernel_terminating", "session_terminating",
                    "kernel_terminated", "session_terminated",
                ])
            #expect(Set(events.map(\.id)).count == events.count && !events.contains { $0.id == nil })
            #expect(events.first?.retry == "5" && events[1].retry == nil)
            #expect(events.last?.data["sessionName"] == "first" && events.last?.data["reason"] == "user-requested")
            let before = reader.comments
            async let quiet: Void = Task.sleep(for: .milliseconds(400))
            try await quiet
            try await manager.create("second")
            _ = try await reader.next()
            #expect(reader.comments > before)
        }
    }

    @Test("a listener that comes back goes on behind the last event that it names: nothing is lost, nothing repeated")
    func resumption() async throws {
        try await TestManager.with { manager in
            var reader = try await manager.follow(Self.all)
            try await manager.create("first")
            let seen = try await reader.events(through: "session_started")
            _ = try await manager.send("DELETE", "/session/first")
            let missed = try await reader.events(through: "session_terminated")
            for count in 0..<seen.count {
                var again = try await manager.follow(Self.all, after: seen[count].id)
                let events = try await again.events(through: "session_terminated")
                #expect(events.map(\.id) == (seen[(count + 1)...] + missed).map(\.id))
            }
            let refused = try await manager.send(
                "GET", Self.all, headers: [("Last-Event-ID", "x")])
            #expect(refused.status == 400)
        }
    }

    @Test("the stream of one session ends with it; that of a session that has ended ends at once")
    func end() async throws {
        try await TestManager.with { manager in
            let id = try #require(try await manager.create("first").body["sessionId"]?.text)
            var reader = try await manager.follow("/events/session?sessionId=\(id)&scope=kernel")
            _ = try await manager.send("DELETE", "/session/first")
            let events = try await reader.events(through: "server_close")
            #expect(events.map(\.name) == ["kernel_terminating", "kernel_terminated", "server_close"])
            #expect(events.last?.data == [:])
            #expect(try await reader.next() == nil)
            var late = try await manager.follow("/events/session?sessionId=\(id)&scope=*")
            #expect(try await late.events(through: "server_close").map(\.name) == ["server_close"])
            var resumed = try await manager.follow("/events/session?sessionId=\(id)&scope=*", after: events[0].id)
            let rest = try await resumed.events(through: "server_close").map(\.name)
            #expect(rest == ["session_terminating", "kernel_terminated", "session_terminated", "server_close"])
        }
    }

    @Test("users hear of their own sessions, domain administrators of their domain's, superadmins of all")
    func roles() async throws {
        try await TestManager.with { manager in
            let theirs = try #require(try await manager.create("theirs", by: TestManager.user).body["sessionId"]?.text)
            try await manager.create("mine", by: TestManager.secondUser)
            let own = "ownerAccessKey=\(TestManager.user.accessKey)"
            for (target, keypair) in [
                (Self.all, TestManager.secondUser), ("/events/session?name=mine", TestManager.secondUser),
                ("/events/session", TestManager.secondUser),
            ] {
                var reader = try await manager.follow(target, by: keypair, after: "0")
                #expect(try await reader.next()?.data["sessionName"] == "mine", "\(target)")
            }
            for (target, keypair) in [
                (Self.all, TestManager.domainAdmin), (Self.all, TestManager.superadmin),
                ("/events/session?\(own)", TestManager.superadmin),
                ("/events/session?owner_access_key=\(TestManager.user.accessKey)&sessionName=*", TestManager.user),
                ("/events/session?sessionId=\(theirs)", TestManager.domainAdmin),
                ("/events/session?sessionId=\(theirs)", TestManager.user),
                ("/events/session?group=default", TestManager.user),
            ] {
                var reader = try await manager.follow(target, by: keypair, after: "0")
                #expect(try await reader.next()?.data["sessionName"] == "theirs", "\(target)")
            }
            let refused = try await manager.send("GET", "/events/session?\(own)", by: TestManager.secondUser)
            #expect(refused.status == 403)
        }
    }

    @Test("parameters that mean nothing are refused in the original's words")
    func parameters() async throws {
        try await TestManager.with { manager in
            let bad = try await manager.send("GET", "/events/session?sessionId=xyz&scope=*")
            #expect(bad.status == 400)
            #expect(
                bad.body["data"] == ["sessionId": ["0": "value should be None", "1": "cannot convert value to UUID"]])
            let scope = try await manager.send("GET", "/events/session?scope=galaxy")
            #expect(scope.body["data"] == ["scope": "value doesn't match any variant"])
            #expect(try await manager.send("GET", "/events/session?group=nosuch").status == 404)
            #expect(try await manager.send("GET", "/events/session?x=1").status == 400)
            let task = try await manager.send("GET", "/events/background-task?task_id=xyz")
            #expect(task.body["data"] == ["task_id": "cannot convert value to UUID"])
            let none = try await manager.send("GET", "/events/background-task")
            #expect(none.body["data"] == ["task_id": "is required"])
        }
    }

    @Test("what is behind the events kept in memory is read from the database, page by page")
    func backlog() async throws {
        let test = try await TestStore()
        let feed = SessionEventFeed(store: test.store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        for index in 0..<120 {
            let session = try await test.enqueue("session-\(index)")
            _ = try await test.store.apply(.terminationRequested, to: session.id)
        }
        var source = SessionEventSource(
            feed, SessionEventFilter(scope: .session), behind: .after(row: 0), isOver: false)
        var ids: [String] = []
        while true {
            let events = try await source.next()
            if events.isEmpty { break }
            ids += events.compactMap(\.id)
        }
        #expect(ids.count == 240 && Set(ids).count == 240)
    }
}
