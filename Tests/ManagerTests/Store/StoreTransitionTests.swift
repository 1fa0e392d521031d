import Core
import Testing

@testable import Manager

@Suite("Stored transitions")
struct StoreTransitionTests {
    @Test("each change of status is saved with its reason and one row of history, for session and kernel")
    func history() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let new = try await test.run("first")
        let detail = TransitionDetail(reason: .userRequested, message: "")
        let ending = try #require(try await test.store.apply(.terminationRequested, to: new.id, detail))
        let stop = TransitionDetail(reason: .userRequested, kernel: new.kernel, container: "c", exitCode: 137)
        let ended = try #require(try await test.store.apply(.kernelStopped(new.kernel), to: new.id, stop))

        #expect(ending.effects == [.stopKernels([new.kernel])])
        #expect(ended.effects == [])
        let path = ["SCHEDULED", "PREPARING", "RUNNING", "TERMINATING", "TERMINATED"]
        #expect(try await test.history(of: new, kernel: false) == ["PENDING"] + path)
        #expect(try await test.history(of: new, kernel: true) == path)
        let kernel = try #require(try await test.store.kernel(new.kernel))
        #expect(kernel.exitCode == 137)
        #expect(kernel.container == "c")
        #expect(kernel.reason == .userRequested)
        #expect(kernel.terminatedAt != nil)
        #expect(ended.session.terminatedAt != nil)
        #expect(ended.session.reason == .userRequested)
    }

    @Test("an event that the session does not accept changes nothing and leaves no history")
    func refused() async throws {
        let test = try await TestStore()
        let new = try await test.enqueue("first")
        let before = try await test.store.session(new.id)

        #expect(try await test.store.apply(.kernelStarted(new.kernel), to: new.id) == nil)
        #expect(try await test.store.apply(.placed, to: .random()) == nil)
        #expect(try await test.store.session(new.id) == before)
        #expect(try await test.history(of: new, kernel: false) == ["PENDING"])
    }

    @Test("an agent can change no kernel but the session's own")
    func stranger() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (mine, other) = (try await test.run("mine"), try await test.run("other"))

        #expect(try await test.store.apply(.kernelStopped(other.kernel), to: mine.id) == nil)
        #expect(try await test.store.apply(.kernelStopped(.random()), to: mine.id) == nil)
        #expect(try await test.status(of: mine) == .running)
        #expect(try await test.status(of: other) == .running)
    }

    @Test("a kernel's allocations are freed once, when it ends, and what they were stays known")
    func freed() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let new = try await test.run("first", cpu: 2)
        let held = "SELECT * FROM allocations WHERE freed_at IS NULL"
        #expect(try await test.rows(held).count == 2)

        _ = try await test.store.apply(.kernelStopped(new.kernel), to: new.id)
        let freed = try await test.rows("SELECT freed_at FROM allocations").map { $0.integer("freed_at") }
        #expect(try await test.rows(held).isEmpty)
        #expect(try await test.store.apply(.kernelStopped(new.kernel), to: new.id) == nil)
        #expect(try await test.rows("SELECT freed_at FROM allocations").map { $0.integer("freed_at") } == freed)
        #expect(try await test.store.allocated(to: new.id) == new.spec.requested)
    }

    @Test("a session that is cancelled while it waits never held anything")
    func cancelled() async throws {
        let test = try await TestStore()
        let new = try await test.enqueue("first")
        let saved = try #require(try await test.store.apply(.terminationRequested, to: new.id))

        #expect(saved.session.status == .cancelled)
        #expect(saved.effects == [])
        #expect(try await test.rows("SELECT * FROM allocations").isEmpty)
    }

    @Test("a kernel that cannot be started cancels its session with the reason and the sentence")
    func failed() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let new = try await test.enqueue("first")
        _ = try await test.scheduling.cycle()
        let detail = TransitionDetail(reason: .failedToStart, message: "no runc", kernel: new.kernel)
        let saved = try #require(try await test.store.apply(.kernelFailed(new.kernel), to: new.id, detail))

        #expect(saved.session.status == .cancelled)
        #expect(saved.session.reason == .failedToStart)
        #expect(saved.session.detail == "no runc")
        #expect(try await test.rows("SELECT * FROM allocations WHERE freed_at IS NULL").isEmpty)
    }

    @Test("when a session entered each status is known, first time each")
    func times() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let new = try await test.run("first")
        let times = try await test.store.statusTimes(of: new.id)

        #expect(Set(times.map(\.status)) == ["PENDING", "SCHEDULED", "PREPARING", "RUNNING"])
        #expect(times.map(\.at) == times.map(\.at).sorted())
    }

    @Test("statistics are kept with the kernel that ended")
    func statistics() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let new = try await test.run("first")
        var statistics = KernelStatistics()
        (statistics.cpuUsed, statistics.memoryPeak) = (12.5, 4096)
        let detail = TransitionDetail(kernel: new.kernel, statistics: statistics)
        _ = try await test.store.apply(.kernelStopped(new.kernel), to: new.id, detail)

        #expect(try await test.store.kernel(new.kernel)?.lastStatistics == statistics)
    }
}
