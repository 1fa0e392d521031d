import Core
import Testing

@testable import Manager

@Suite("Background tasks")
struct BackgroundTaskStreamTests {
    private static func requester(_ manager: TestManager, _ accessKey: AccessKey) async throws -> Requester {
        let keypair = try await manager.store.keypairs().first { $0.keypair.accessKey == accessKey }
        return Requester(keypair: try #require(keypair))
    }

    @Test("progress and end are told, then the stream is closed; who comes later is told the end alone")
    func progress() async throws {
        try await TestManager.with { manager in
            let requester = try await Self.requester(manager, TestManager.user.accessKey)
            let (steps, step) = AsyncStream<Int>.makeStream()
            let id = try await manager.registry.start("count", for: requester) { progress in
                for await number in steps { progress.update("step \(number)", current: number, of: 2) }
                return "counted"
            }
            let target = "/events/background-task?task_id=\(id)"
            var reader = try await manager.follow(target, by: TestManager.user)
            step.yield(1)
            let first = try #require(try await reader.next())
            #expect(first.name == "bgtask_updated")
            #expect(
                first.data
                    == [
                        "task_id": .string(id.rawValue), "message": "step 1", "current_progress": 1,
                        "total_progress": 2,
                    ])
            step.finish()
            let rest = try await reader.events(through: "server_close")
            #expect(rest.map(\.name) == ["bgtask_done", "server_close"])
            #expect(rest.first?.data == ["task_id": .string(id.rawValue), "message": "counted"])
            var late = try await manager.follow(target, by: TestManager.superadmin)
            let replayed = try await late.events(through: "server_close")
            #expect(replayed.map(\.name) == ["bgtask_done", "server_close"])
            #expect(replayed.first?.data["status"] == "bgtask_done" && replayed.first?.data["current_progress"] == "1")
        }
    }

    @Test("a task that fails or is cancelled says so; strangers and unknown ids are told that there is none")
    func endings() async throws {
        struct Broken: Error, CustomStringConvertible {
            let description = "it broke"
        }
        try await TestManager.with { manager in
            let requester = try await Self.requester(manager, TestManager.user.accessKey)
            let failing = try await manager.registry.start("fail", for: requester) { _ in throw Broken() }
            var reader = try await manager.follow("/events/background-task?task_id=\(failing)", by: TestManager.user)
            let failed = try #require(try await reader.next())
            #expect(failed.name == "bgtask_failed" && failed.data["message"] == "it broke")
            let endless = try await manager.registry.start("wait", for: requester) { _ in
                try await Task.sleep(for: .seconds(3600))
                return ""
            }
            var waiting = try await manager.follow("/events/background-task?task_id=\(endless)", by: TestManager.user)
            while !manager.registry.cancel(endless) { await Task.yield() }
            #expect(
                try await waiting.events(through: "server_close").map(\.name) == ["bgtask_cancelled", "server_close"])
            for (id, keypair) in [
                (failing.rawValue, TestManager.secondUser), (SessionID.random().rawValue, TestManager.superadmin),
            ] {
                let answer = try await manager.send("GET", "/events/background-task?task_id=\(id)", by: keypair)
                #expect(answer.status == 404 && answer.body["title"] == "No such background task.")
            }
        }
    }

    @Test("what an earlier manager had begun has failed")
    func abandoned() async throws {
        let test = try await TestStore()
        let task = BackgroundTaskRecord(
            id: BackgroundTaskID(rawValue: SessionID.random().rawValue), name: "x", owner: TestStore.user.accessKey,
            domain: "default", status: .started, message: "", current: 0, total: 0)
        try await test.store.begin(task)
        try await test.store.failAbandonedTasks()
        #expect(try await test.store.backgroundTask(task.id)?.status == .failed)
    }
}
