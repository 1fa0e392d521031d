import Core
import Testing

@testable import Manager

@Suite("Stored scheduling")
struct StoreSchedulingTests {
    @Test("a cycle saves placements, allocations and states in one transaction, and answers what is to be started")
    func cycle() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 2)
        let (first, second) = (try await test.enqueue("first", cpu: 2), try await test.enqueue("second"))
        let saved = try await test.scheduling.cycle()

        #expect(saved.map(\.id) == [first.id])
        #expect(saved.first?.effects == [.startKernels([first.kernel])])
        #expect(try await test.status(of: first) == .preparing)
        #expect(try await test.store.kernel(first.kernel)?.agent == AgentID(rawValue: "i-a"))
        #expect(try await test.store.allocated(to: first.kernel) == first.spec.requested)
        let waiting = try #require(try await test.store.session(second.id))
        #expect(waiting.status == .pending)
        #expect(waiting.reason == .noAvailableInstances)
        #expect(waiting.detail == "no agent has enough free `cpu`")
        #expect(try await test.rows("SELECT * FROM allocations WHERE kernel_id = '\(second.kernel)'").isEmpty)
    }

    @Test("what an ended session held can be given to the next one, and never twice")
    func reuse() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 1)
        var previous = try await test.run("session-0")
        for index in 1...3 {
            let next = try await test.enqueue("session-\(index)")
            #expect(try await test.scheduling.cycle().isEmpty)
            _ = try await test.store.apply(.kernelStopped(previous.kernel), to: previous.id)
            #expect(try await test.scheduling.cycle().map(\.id) == [next.id])
            previous = next
        }
    }

    @Test("an agent that is silent or lost gets nothing new, keeps what it holds, and counts again when it is back")
    func lost() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 2)
        let first = try await test.run("first")
        try await test.store.markSilent(AgentID(rawValue: "i-a"))
        let second = try await test.enqueue("second")

        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.store.session(second.id)?.detail == "no agent that could run it is alive")
        #expect(try await test.store.livingAgents().map(\.id) == [AgentID(rawValue: "i-a")])
        let later = UnixTime(microseconds: Timestamp.now()).adding(seconds: 40)
        #expect(try await test.store.loseAgents(silentFor: 60, at: later).lost == [])
        #expect(try await test.store.loseAgents(silentFor: 20, at: later).lost == [AgentID(rawValue: "i-a")])
        #expect(try await test.store.livingAgents().isEmpty)
        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.store.expectedKernels(on: AgentID(rawValue: "i-a")).map(\.id) == [first.kernel])
        try await test.register("i-a", cpu: 2)
        #expect(try await test.scheduling.cycle().map(\.id) == [second.id])
    }

    @Test("a policy's limit of sessions holds back its own sessions alone")
    func policy() async throws {
        let example = TenancyFixture.example
        let fixture = TenancyFixture(
            groupID: example.groupID, maximumSessions: 1, idleTimeout: 60, accounts: example.accounts)
        let test = try await TestStore(fixture)
        try await test.register("i-a", cpu: 8)
        let mine = try await test.enqueue("mine")
        let second = try await test.enqueue("second")
        let theirs = try await test.enqueue("theirs", of: TestStore.user)

        let placed = try await test.scheduling.cycle().map(\.id)
        #expect(placed == [mine.id, theirs.id])
        #expect(try await test.store.session(second.id)?.reason == .predicateChecksFailed)
    }

    @Test("a scheduler that was told of changes decides as one that reads everything, whatever has happened meanwhile")
    func changes() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let first = try await test.run("first", cpu: 3)
        let second = try await test.enqueue("second", cpu: 2)
        #expect(try await test.scheduling.cycle().isEmpty)
        // A policy, an agent and a session change beside the scheduler, in any statement.
        _ = try await test.rows("UPDATE keypair_resource_policies SET total_resource_slots = '{\"cpu\": \"4\"}'")
        try await test.register("i-b", cpu: 4)
        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.store.session(second.id)?.detail == "Your keypair resource quota is exceeded (cpu)")
        _ = try await test.rows("UPDATE keypair_resource_policies SET total_resource_slots = '{}'")
        #expect(try await test.scheduling.cycle().map(\.id) == [second.id])
        _ = try await test.store.apply(.kernelStopped(first.kernel), to: first.id)
        let third = try await test.enqueue("third", cpu: 4)
        let fresh = SchedulingService(store: test.store)
        #expect(try await fresh.cycle().map(\.id) == [third.id])
        #expect(try await test.scheduling.cycle().isEmpty)
    }

    @Test("a policy's lifetime ends sessions that run already, and by the policy's reason")
    func lifetime() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let session = try await test.run("first")
        #expect(try await test.scheduling.cycle().isEmpty)
        _ = try await test.rows("UPDATE keypair_resource_policies SET max_session_lifetime = 1")
        try await Task.sleep(for: .seconds(1.1))
        let ended = try await test.scheduling.cycle()
        #expect(ended.map(\.id) == [session.id])
        #expect(ended.first?.session?.status == .terminating && ended.first?.session?.reason == .idleSessionLifetime)
        #expect(try await test.scheduling.cycle().isEmpty)
    }

    @Test("what cannot be saved any more is not taken for done: an agent that has gone, a session that waits no more")
    func races() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (one, two) = (try await test.enqueue("one", cpu: 2), try await test.enqueue("two", cpu: 2))
        var scheduler = Scheduler()
        for change in try await test.store.schedulerChanges(isFirst: true) { change.apply(to: &scheduler) }
        let plan = scheduler.plan(at: UnixTime(microseconds: Timestamp.now()))
        #expect(plan.placements.count == 2)
        _ = try await test.store.apply(.terminationRequested, to: one.id)
        #expect(try await test.store.save(plan).map(\.id) == [two.id])
        #expect(try await test.rows("SELECT * FROM allocations WHERE kernel_id = '\(one.kernel)'").isEmpty)
        for change in try await test.store.schedulerChanges(isFirst: false) { change.apply(to: &scheduler) }
        #expect(scheduler.heldSessions.map(\.id) == [two.id] && scheduler.waitingCount == 0)
    }

    @Test("sessions of five owners on three agents never hold more than there is, whatever comes and goes")
    func churn() async throws {
        let test = try await TestStore()
        for (name, cpu) in [("i-a", 3), ("i-b", 5), ("i-c", 2)] as [(String, Int64)] {
            try await test.register(name, cpu: cpu)
        }
        var living: [NewSession] = []
        // A fixed pattern instead of chance: every third step ends the oldest session.
        for step in 0..<60 {
            living.append(try await test.enqueue("session-\(step)", cpu: Int64(step % 3 + 1)))
            if step % 3 == 2 {
                let oldest = living.removeFirst()
                _ = try await test.store.apply(.kernelStopped(oldest.kernel), to: oldest.id)
                _ = try await test.store.apply(.terminationRequested, to: oldest.id)
            }
            _ = try await test.scheduling.cycle()
            let held = try await test.rows(
                "SELECT agent, sum(amount) AS amount FROM allocations WHERE freed_at IS NULL AND slot = 'cpu' GROUP BY agent"
            )
            let most = ["i-a": 3000, "i-b": 5000, "i-c": 2000] as [String: Int64]
            for row in held { #expect(row.integer("amount") <= most[row.text("agent")] ?? 0, "step \(step)") }
        }
    }

    @Test("idle checks are told of the sessions that run, with what they hold and what their policy says")
    func running() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 8)
        let running = try await test.run("running", cpu: 2)
        let ended = try await test.run("ended")
        _ = try await test.store.apply(.kernelStopped(ended.kernel), to: ended.id)
        try await test.enqueue("waiting", cpu: 99)
        let known = try await test.store.runningSessions()

        #expect(known.map(\.id) == [running.id])
        let session = try #require(known.first)
        #expect(session.subject.policyTimeout == 1800 && session.subject.lifetime == nil)
        #expect(session.subject.slotKinds == ["cpu", "mem"] && !session.isWarned)
        #expect(session.kernels.map(\.id) == [running.kernel])
        #expect(session.kernels.first?.slots == running.spec.requested)
        #expect(session.subject.begun <= session.since)
        #expect(try await test.store.runningSessions([ended.id]).isEmpty)
        #expect(try await test.store.runningSessions([running.id, ended.id]) == known)
    }

    @Test("a session's history has each status, and each reason for which it waited with its number of times")
    func history() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 2)
        let first = try await test.run("first", cpu: 2)
        let second = try await test.enqueue("second")
        #expect(try await test.scheduling.cycle().isEmpty)
        _ = try await test.rows("UPDATE keypair_resource_policies SET max_concurrent_sessions = 1")
        #expect(try await test.scheduling.cycle().isEmpty)
        _ = try await test.rows("UPDATE keypair_resource_policies SET max_concurrent_sessions = 5")
        #expect(try await test.scheduling.cycle().isEmpty)
        _ = try await test.store.apply(.kernelStopped(first.kernel), to: first.id)
        #expect(try await test.scheduling.cycle().map(\.id) == [second.id])
        let history = try await test.store.schedulingHistory(of: second.id)

        #expect(history.map(\.status) == [.pending, .pending, .pending, .scheduled, .preparing])
        #expect(
            history.map(\.sentence) == [
                nil, "no agent has enough free `cpu`", "You cannot run more than 1 concurrent sessions", nil, nil,
            ])
        #expect(history.map(\.attempts) == [1, 2, 1, 1, 1])
        #expect(history.map(\.reason)[3] == "scheduled")
        #expect(zip(history, history.dropFirst()).allSatisfy { $0.first <= $1.first })
        #expect(history[1].last > history[2].first)
    }

    @Test("a preempted batch session waits again with its time and a new kernel; another one ends")
    func requeue() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 2)
        _ = try await test.rows("UPDATE scaling_groups SET scheduler_opts = '{\"preemption\": \"requeue\"}'")
        let (batch, work) = (try await test.run("batch"), try await test.run("work"))
        _ = try await test.rows("UPDATE sessions SET priority = 1, is_preemptible = 1")
        _ = try await test.rows("UPDATE sessions SET session_type = 'batch' WHERE name = 'batch'")
        let urgent = try await test.enqueue("urgent", cpu: 2)
        #expect(Set(try await test.scheduling.cycle().map(\.id)) == [batch.id, work.id])
        for session in [batch, work] {
            #expect(try await test.status(of: session) == .terminating)
            _ = try await test.store.apply(.kernelStopped(session.kernel), to: session.id)
        }
        let again = try #require(try await test.store.session(batch.id))
        #expect(again.status == .pending && again.reason == .preempted && again.terminatedAt == nil)
        #expect(again.mainKernel != batch.kernel)
        #expect(try await test.store.kernels(of: batch.id).map(\.id) == [again.mainKernel])
        #expect(try await test.status(of: work) == .terminated)
        #expect(try await test.scheduling.cycle().map(\.id) == [urgent.id])
        _ = try await test.store.apply(.kernelStarted(urgent.kernel), to: urgent.id)
        _ = try await test.store.apply(.kernelStopped(urgent.kernel), to: urgent.id)
        // It came before this one.
        try await test.enqueue("later", cpu: 2)
        _ = try await test.rows("UPDATE sessions SET priority = 1 WHERE name = 'later'")
        let restarted = try await test.scheduling.cycle().map(\.id)
        #expect(restarted == [batch.id])
        #expect(try await test.store.apply(.kernelStarted(again.mainKernel), to: batch.id)?.session.status == .running)
        #expect(try await test.store.allocated(to: batch.id) == batch.spec.requested)
        let path = ["PENDING", "SCHEDULED", "PREPARING", "RUNNING", "TERMINATING"]
        #expect(try await test.history(of: batch, kernel: false) == path + path.dropLast())
    }
}
