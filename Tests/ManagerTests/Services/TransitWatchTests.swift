import Core
import Glibc
import Logging
import Testing
import Transport

@testable import Manager

@Suite("Transit watch")
struct TransitWatchTests {
    private static let agent = AgentID(rawValue: "i-a")

    /// A watch over sessions whose agents are not connected, so that no order reaches anybody.
    private struct Scene {
        let test: TestStore
        let engine: SessionEngine
        let watch: TransitWatch
        let time: Noted<UnixTime>

        init(_ rules: TransitRules = TransitRules(creation: 300, termination: 120, retries: 1)) async throws {
            test = try await TestStore()
            try await test.register("i-a", cpu: 4)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            engine = SessionEngine(
                store: test.store, directory: AgentDirectory(), changes: SessionChanges(), tasks: BackgroundTasks(),
                logger: logger)
            let time = Noted(UnixTime(microseconds: Timestamp.now()).adding(seconds: 86_400))
            self.time = time
            watch = TransitWatch(
                rules: rules, agentPatience: 40, store: test.store, engine: engine, logger: logger,
                clock: SteadyClock { time.value })
        }

        /// So many seconds pass, and what is due is done.
        @discardableResult
        func pass(_ seconds: Int64) async -> UnixTime {
            time.change { $0 = $0.adding(seconds: seconds) }
            return await watch.look()
        }

        /// Has everything that the store has written down happened just now: its times are the machine's.
        func settle() async throws {
            let now = time.value.microseconds
            _ = try await test.rows("UPDATE sessions SET status_changed = \(now)")
            _ = try await test.rows("UPDATE agents SET silent_since = \(now) WHERE silent_since IS NOT NULL")
        }

        func held() async throws -> Int {
            try await test.rows("SELECT 1 AS one FROM allocations WHERE freed_at IS NULL AND slot = 'cpu'").count
        }

        func agentStatus() async throws -> String? {
            try await test.rows("SELECT status FROM agents").first?.text("status")
        }

        func set(options: String) async throws {
            _ = try await test.rows("UPDATE scaling_groups SET scheduler_opts = '\(options)'")
        }
    }

    @Test(
        "a session that does not come to run is given up with a reason, and holds its allocation until its end is sure")
    func creation() async throws {
        let scene = try await Scene()
        let session = try await scene.test.enqueue("stuck")
        _ = try await scene.test.scheduling.cycle()
        try await scene.settle()
        await scene.pass(299)
        await scene.pass(2)
        #expect(try await scene.test.status(of: session) == .preparing)
        await scene.pass(300)
        let given = try #require(try await scene.test.store.session(session.id))
        #expect(given.status == .terminating && given.reason == .creationTimeout)
        #expect(given.detail == "It was PREPARING for 601 seconds, 2 tries long")
        #expect(try await scene.held() == 1)
        _ = try await scene.test.store.apply(.kernelStopped(session.kernel), to: session.id)
        #expect(try await scene.held() == 0)
    }

    @Test("a clock that is set makes nothing late: what was not there at the last look has come since")
    func clock() async throws {
        let scene = try await Scene()
        await scene.pass(0)
        let session = try await scene.test.enqueue("new")
        _ = try await scene.test.scheduling.cycle()
        // The store's times are a day behind.
        await scene.pass(200)
        await scene.pass(399)
        #expect(try await scene.test.status(of: session) == .preparing)
        await scene.pass(1)
        #expect(try await scene.test.status(of: session) == .terminating)
    }

    @Test("an agent is lost when it has been silent for so long, and not when it only flaps")
    func silence() async throws {
        let scene = try await Scene()
        let session = try await scene.test.run("kept")
        try await scene.test.store.markSilent(Self.agent)
        try await scene.settle()
        await scene.pass(39)
        try await scene.test.register("i-a", cpu: 4)
        await scene.pass(10)
        #expect(try await scene.agentStatus() == "ALIVE")
        try await scene.test.store.markSilent(Self.agent)
        try await scene.settle()
        await scene.pass(41)
        #expect(try await scene.agentStatus() == "LOST")
        await scene.pass(100_000)
        #expect(try await scene.test.status(of: session) == .running)
        try await scene.test.register("i-a", cpu: 4)
        #expect(try await scene.agentStatus() == "ALIVE")
        #expect(try await scene.test.store.expectedKernels(on: Self.agent).map(\.id) == [session.kernel])
    }

    @Test("where a scaling group says so, sessions of a lost agent end after a time, and what they held is free")
    func terminate() async throws {
        let scene = try await Scene()
        try await scene.set(options: #"{"on_agent_lost": "terminate", "agent_lost_timeout": 60}"#)
        let session = try await scene.test.run("gone")
        try await scene.test.store.markSilent(Self.agent)
        try await scene.settle()
        let next = await scene.pass(41)
        #expect(next == scene.time.value.adding(seconds: 40))
        await scene.pass(59)
        #expect(try await scene.test.status(of: session) == .running)
        await scene.pass(1)
        let ended = try #require(try await scene.test.store.session(session.id))
        #expect(ended.status == .terminated && ended.reason == .agentLost)
        #expect(ended.detail == "Its agent `i-a` does not answer any more")
        #expect(try await scene.held() == 0)
    }

    @Test("with one of its agents a session of several kernels is lost as a whole, and what still runs is stopped")
    func gang() async throws {
        let scene = try await Scene()
        try await scene.set(options: #"{"on_agent_lost": "terminate", "agent_lost_timeout": 60}"#)
        try await scene.test.register("i-b", cpu: 1)
        let (gang, kernels) = try await scene.test.run("gang", cpu: 1, kernels: 5)
        let placed = try await scene.test.store.kernels(of: gang.id)
        let left = try #require(placed.first { $0.agent != Self.agent })
        try await scene.test.store.markSilent(Self.agent)
        try await scene.settle()
        await scene.pass(41)
        await scene.pass(60)
        let ending = try #require(try await scene.test.store.session(gang.id))
        #expect(ending.status == .terminating && ending.reason == .agentLost)
        #expect(try await scene.held() == 1)
        let lifecycle = try await scene.test.store.transaction { connection throws(StoreError) in
            try Store.lifecycle(of: gang.id, connection)
        }
        #expect(kernels.count == 5 && lifecycle?.outstanding == [.stopKernels([left.id])])
        let stop = TransitionDetail(reason: .userRequested, kernel: left.id)
        _ = try await scene.test.store.apply(.kernelStopped(left.id), to: gang.id, stop)
        #expect(try await scene.test.status(of: gang) == .terminated)
        #expect(try await scene.held() == 0)
    }

    @Test("a session one of whose kernels does not come to run is given up, and all of them are stopped")
    func gangCreation() async throws {
        let scene = try await Scene()
        let (gang, kernels) = try await scene.test.enqueue("stuck", kernels: 3)
        _ = try await scene.test.scheduling.cycle()
        _ = try await scene.test.store.apply(.kernelStarted(kernels[1]), to: gang.id)
        try await scene.settle()
        await scene.pass(301)
        #expect(try await scene.test.status(of: gang) == .preparing)
        await scene.pass(300)
        #expect(try await scene.test.store.session(gang.id)?.reason == .creationTimeout)
        #expect(try await scene.held() == 3)
        for kernel in kernels { _ = try await scene.test.store.apply(.kernelStopped(kernel), to: gang.id) }
        #expect(try await scene.test.status(of: gang) == .terminated)
        #expect(try await scene.held() == 0)
    }

    @Test("an end is ordered until the agent confirms it or is lost, and then the session has ended")
    func termination() async throws {
        let scene = try await Scene()
        let session = try await scene.test.run("ending")
        _ = try await scene.test.store.apply(.terminationRequested, to: session.id)
        try await scene.settle()
        await scene.pass(1000)
        #expect(try await scene.test.status(of: session) == .terminating)
        try await scene.test.store.markSilent(Self.agent)
        try await scene.settle()
        await scene.pass(40)
        #expect(try await scene.test.status(of: session) == .terminated)
        #expect(try await scene.held() == 0)
    }

    @Test("the second agent of an id is refused as long as the first one is connected, and says why")
    func doubled() async throws {
        let directory = AgentDirectory()
        let http = HTTPClient()
        let client = AgentClient(socket: "/a", peer: 0, client: http)
        let first = TestStore.node("i-a", cpu: 1)
        let second = NodeReport(
            agent: first.agent, version: first.version, epoch: "another", architecture: first.architecture,
            available: first.available, slotTypes: first.slotTypes, images: first.images)
        try directory.connect(first, client)
        try directory.connect(first, client)
        let refused = #expect(throws: AgentDirectory.Doubled.self) { try directory.connect(second, client) }
        #expect(refused?.description.contains("another agent with the id `i-a` is connected") == true)
        directory.disconnect(first.agent)
        try directory.connect(second, client)
        await http.shutdown()
    }
}
