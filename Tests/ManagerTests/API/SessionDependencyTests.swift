import Core
import Testing

@testable import Manager

@Suite("Sessions that wait for sessions and times")
struct SessionDependencyTests {
    private static let batch = #","type":"batch","startupCommand":"true","enqueueOnly":true"#

    /// Ends a batch session as its agent would.
    private static func end(_ name: String, _ reason: StatusReason, _ manager: TestManager) async throws {
        let owner = TestManager.superadmin.accessKey
        let session = try #require(try await manager.store.sessions(matching: name, of: owner).first)
        await manager.engine.handle(
            KernelReport(
                kernel: session.mainKernel, session: session.id, phase: .stopped, reason: reason,
                exitCode: reason == .taskDone ? 0 : 1))
    }

    private static func wait(for name: String, toBe status: String, _ manager: TestManager) async throws {
        let owner = TestManager.superadmin.accessKey
        for _ in 0..<2000 {
            let session = try await manager.store.sessions(matching: name, of: owner).first
            if session?.status.rawValue == status { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("`\(name)` is not \(status)")
    }

    @Test("a session starts when all that it depends on has ended in success, by name or id")
    func success() async throws {
        try await TestManager.with { manager in
            let first = try #require(try await manager.create("first", Self.batch).body["sessionId"]?.text)
            try await manager.create("second", Self.batch)
            let more = Self.batch + #","dependencies":["\#(first)","second","first"]"#
            #expect(try await manager.create("third", more).status == 201)
            try await Self.wait(for: "first", toBe: "RUNNING", manager)
            try await Self.wait(for: "second", toBe: "RUNNING", manager)
            let graph = try await manager.send("GET", "/session/third/dependency-graph")
            #expect(graph.body["status"] == "KernelStatus.PENDING" && graph.body["status_changed"] == "None")
            #expect(graph.body["depends_on"]?.items?.compactMap { $0["session_name"]?.text } == ["first", "second"])
            try await Self.end("first", .taskDone, manager)
            let waiting = try await manager.send("GET", "/session/third/waiting")
            #expect(waiting.body["reason"] == "Waiting dependency sessions to finish as success (second)")
            try await Self.end("second", .taskDone, manager)
            try await Self.wait(for: "third", toBe: "RUNNING", manager)
        }
    }

    @Test("a session is cancelled when one of its dependencies fails, and so is what depends on it in turn")
    func failure() async throws {
        try await TestManager.with { manager in
            try await manager.create("first", Self.batch)
            try await manager.create("second", Self.batch + #","dependencies":["first"]"#)
            try await manager.create("third", Self.batch + #","dependencies":["second"]"#)
            try await Self.wait(for: "first", toBe: "RUNNING", manager)
            try await Self.end("first", .taskFailed, manager)
            try await Self.wait(for: "second", toBe: "CANCELLED", manager)
            try await Self.wait(for: "third", toBe: "CANCELLED", manager)
            let owner = TestManager.superadmin.accessKey
            let second = try await manager.store.sessions(matching: "second", of: owner).first
            #expect(second?.reason == .dependencyFailed)
            #expect(second?.detail == "Dependency sessions ended without success (first)")
        }
    }

    @Test("a dependency that does not exist is refused; so nothing can depend on itself or on what is made later")
    func unknown() async throws {
        try await TestManager.with { manager in
            for reference in ["nosuch", "myself", SessionID.random().rawValue] {
                let refused = try await manager.create("myself", Self.batch + #","dependencies":["\#(reference)"]"#)
                #expect(refused.status == 400)
                #expect(refused.body["msg"] == "Unknown session ID or name in the dependency list")
                #expect(refused.body["data"] == ["session_ref": .string(reference)])
            }
            try await manager.create("theirs", Self.batch, by: TestManager.user)
            #expect(try await manager.create("mine", Self.batch + #","dependencies":["theirs"]"#).status == 400)
        }
    }

    @Test("a recursive end ends what waits first, and answers the statistics in that order")
    func recursive() async throws {
        try await TestManager.with { manager in
            try await manager.create("root")
            try await manager.create("branch", Self.batch + #","dependencies":["root"]"#)
            try await manager.create("leaf", Self.batch + #","dependencies":["branch","root"]"#)
            let ended = try await manager.send("DELETE", "/session/root?recursive=true&forced=true")
            #expect(ended.status == 200)
            let statistics = try #require(ended.body.items)
            #expect(statistics.count == 3)
            #expect(statistics.prefix(2).allSatisfy { $0 == ["status": "terminated"] })
            #expect(statistics.last?["cpu_used"] != nil)
            let owner = TestManager.superadmin.accessKey
            let ends = try await ["leaf", "branch"].asyncMap {
                try await manager.store.sessions(matching: $0, of: owner).first?.terminatedAt ?? 0
            }
            #expect(ends[0] < ends[1])
        }
    }

    @Test("a batch session with a start time waits for it, and then starts by itself")
    func startTime() async throws {
        try await TestManager.with { manager in
            func order(_ time: String) -> String { Self.batch + #","starts_at":"\#(time)""# }
            #expect(try await manager.create("later", order("1h")).body["status"] == "PENDING")
            try await manager.create("soon", order("0.2s"))
            try await manager.create("other")
            let waiting = try await manager.send("GET", "/session/later/waiting")
            #expect(waiting.body["reason"]?.text?.hasPrefix("Before start time (") == true)
            try await Self.wait(for: "soon", toBe: "RUNNING", manager)
            try await Self.wait(for: "later", toBe: "PENDING", manager)
            let interactive = try await manager.create("never", #","starts_at":"1h""#)
            #expect(interactive.body["msg"] == "Parameter starts_at should be used only for batch sessions")
            let bad = try await manager.create("never", #","type":"batch","startupCommand":"true","starts_at":"soon""#)
            #expect(bad.status == 400)
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
