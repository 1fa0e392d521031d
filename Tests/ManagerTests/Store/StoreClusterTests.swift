import Core
import Testing

@testable import Manager

@Suite("Stored sessions of several kernels")
struct StoreClusterTests {
    @Test("each kernel has its role, number, rank and host, and what all ask for together is told")
    func enqueue() async throws {
        let test = try await TestStore()
        let (new, ids) = try await test.enqueue("gang", cpu: 2, kernels: 3)
        let session = try #require(try await test.store.session(new.id))
        let kernels = try await test.store.kernels(of: new.id)

        #expect(session.clusterSize == 3 && session.clusterMode == .multiNode && session.spec == new.spec)
        #expect(session.requested[.cpu] == Quantity(6) && session.requested[.mem] == Quantity(3 * (512 << 20)))
        #expect(ids.first == new.kernel && session.mainKernel == new.kernel)
        #expect(kernels.map(\.hostname) == ["main1", "sub1", "sub2"])
        #expect(kernels.map(\.role) == ["main", "sub", "sub"])
        #expect(kernels.map(\.index) == [1, 1, 2] && kernels.map(\.rank) == [0, 1, 2])
        #expect(kernels.allSatisfy { $0.status == .pending && $0.shape == nil })
    }

    @Test("all kernels are placed in one cycle or none; each holds its own, and every limit counts all of them")
    func placement() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (gang, kernels) = try await test.enqueue("gang", cpu: 2, kernels: 3)
        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.status(of: gang) == .pending)
        #expect(try await test.rows("SELECT * FROM allocations").isEmpty)

        try await test.register("i-b", cpu: 2)
        let saved = try await test.scheduling.cycle()
        #expect(saved.map(\.id) == [gang.id])
        #expect(saved.first?.effects == [.startKernels(kernels.dropFirst().sorted())])
        let placed = try await test.store.kernels(of: gang.id)
        #expect(placed.map(\.status) == [.preparing, .preparing, .preparing])
        #expect(placed.compactMap(\.agent?.rawValue).sorted() == ["i-a", "i-a", "i-b"])
        for kernel in kernels { #expect(try await test.store.allocated(to: kernel) == gang.spec.requested) }
        #expect(try await test.store.allocated(to: gang.id)[.cpu] == Quantity(6))
        let quota = try await test.store.transaction { connection throws(StoreError) in
            try Store.keypairQuota(gang.owner.accessKey, connection)
        }
        #expect(quota.occupied[.cpu] == Quantity(6))
    }

    @Test("a limit of the owner counts every kernel of a session that waits")
    func limit() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 8)
        _ = try await test.rows("UPDATE keypair_resource_policies SET total_resource_slots = '{\"cpu\": \"3\"}'")
        let (gang, _) = try await test.enqueue("gang", cpu: 2, kernels: 2)
        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.store.session(gang.id)?.reason == .predicateChecksFailed)
        _ = try await test.rows("UPDATE keypair_resource_policies SET total_resource_slots = '{\"cpu\": \"4\"}'")
        #expect(try await test.scheduling.cycle().map(\.id) == [gang.id])
    }

    @Test("in single-node mode all kernels have one agent")
    func singleNode() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        try await test.register("i-b", cpu: 6)
        let (gang, _) = try await test.run("gang", cpu: 2, kernels: 3, mode: .singleNode)
        #expect(try await test.status(of: gang) == .running)
        #expect(Set(try await test.store.kernels(of: gang.id).map(\.agent?.rawValue)) == ["i-b"])
    }

    @Test("runs when the last kernel does, the main one, which is started when the others run")
    func start() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (gang, kernels) = try await test.enqueue("gang", kernels: 3)
        _ = try await test.scheduling.cycle()
        let second = try await test.store.apply(.kernelStarted(kernels[1]), to: gang.id)
        #expect(second?.effects == [] && second?.session.status == .preparing)
        let third = try await test.store.apply(.kernelStarted(kernels[2]), to: gang.id)
        #expect(third?.effects == [.startKernels([kernels[0]])] && third?.session.status == .preparing)
        let main = try await test.store.apply(.kernelStarted(kernels[0]), to: gang.id)
        #expect(main?.session.status == .running)
    }

    @Test("when one kernel cannot be created the others are stopped, and the session ends as one of one kernel does")
    func failure() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (gang, kernels) = try await test.enqueue("gang", kernels: 3)
        _ = try await test.scheduling.cycle()
        _ = try await test.store.apply(.kernelStarted(kernels[2]), to: gang.id)
        let problem = TransitionDetail(reason: .failedToStart, message: "no runc", kernel: kernels[1])
        let failed = try #require(try await test.store.apply(.kernelFailed(kernels[1]), to: gang.id, problem))
        #expect(failed.session.status == .terminating)
        #expect(failed.effects == [.stopKernels([kernels[0], kernels[2]].sorted())])
        // The main one last, which has nothing to say of it.
        for kernel in [kernels[2], kernels[0]] {
            let stop = TransitionDetail(reason: .userRequested, message: "gone", kernel: kernel)
            _ = try await test.store.apply(.kernelStopped(kernel), to: gang.id, stop)
        }
        let ended = try #require(try await test.store.session(gang.id))
        #expect(ended.status == .cancelled && ended.reason == .failedToStart && ended.detail == "no runc")
        #expect(ended.terminatedAt != nil)
        #expect(try await test.rows("SELECT * FROM allocations WHERE freed_at IS NULL").isEmpty)
    }

    @Test("goes on without one of its other kernels, whose resources are free, and ends with its main one")
    func degraded() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 3)
        let (gang, kernels) = try await test.run("gang", kernels: 3)
        let out = TransitionDetail(reason: .outOfMemory, message: "too much", kernel: kernels[1])
        let degraded = try await test.store.apply(.kernelStopped(kernels[1]), to: gang.id, out)
        #expect(degraded?.session.status == .runningDegraded && degraded?.session.detail == "")
        #expect(try await test.store.kernel(kernels[1])?.reason == .outOfMemory)
        let next = try await test.enqueue("next")
        #expect(try await test.scheduling.cycle().map(\.id) == [next.id])
        let end = TransitionDetail(reason: .selfTerminated, kernel: kernels[0])
        let ending = try await test.store.apply(.kernelStopped(kernels[0]), to: gang.id, end)
        #expect(ending?.effects == [.stopKernels([kernels[2]])])
        _ = try await test.store.apply(.kernelStopped(kernels[2]), to: gang.id)
        #expect(try await test.status(of: gang) == .terminated)
    }

    @Test(
        "a batch session's result is its main kernel's, whatever becomes of the others afterwards",
        arguments: [(.taskDone, .success), (.taskFailed, .failure)] as [(StatusReason, SessionResult)])
    func result(reason: StatusReason, expected: SessionResult) async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (gang, kernels) = try await test.run("gang", kernels: 2)
        _ = try await test.rows("UPDATE sessions SET session_type = 'batch'")
        let done = TransitionDetail(reason: reason, message: "as it is", kernel: kernels[0])
        _ = try await test.store.apply(.kernelStopped(kernels[0]), to: gang.id, done)
        let other = TransitionDetail(reason: .outOfMemory, message: "too much", kernel: kernels[1])
        _ = try await test.store.apply(.kernelStopped(kernels[1]), to: gang.id, other)
        let ended = try #require(try await test.store.session(gang.id))
        #expect(ended.status == .terminated && ended.result == expected)
        #expect(ended.reason == reason && ended.detail == "as it is")
    }

    @Test("a preempted one waits again as a whole, with new kernels in the same places")
    func requeue() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        _ = try await test.rows("UPDATE scaling_groups SET scheduler_opts = '{\"preemption\": \"requeue\"}'")
        let (gang, kernels) = try await test.run("gang", kernels: 3)
        _ = try await test.rows("UPDATE sessions SET priority = 1, is_preemptible = 1, session_type = 'batch'")
        let urgent = try await test.enqueue("urgent", cpu: 4)
        #expect(try await test.scheduling.cycle().map(\.id) == [gang.id])
        for kernel in kernels { _ = try await test.store.apply(.kernelStopped(kernel), to: gang.id) }
        let again = try #require(try await test.store.session(gang.id))
        let others = try await test.store.kernels(of: gang.id)
        #expect(again.status == .pending && again.mainKernel == others.first?.id)
        #expect(others.map(\.hostname) == ["main1", "sub1", "sub2"] && others.map(\.rank) == [0, 1, 2])
        #expect(Set(others.map(\.id)).isDisjoint(with: kernels))
        #expect(try await test.scheduling.cycle().map(\.id) == [urgent.id])
        _ = try await test.store.apply(.kernelStopped(urgent.kernel), to: urgent.id)
        #expect(try await test.scheduling.cycle().map(\.id) == [gang.id])
        #expect(try await test.store.allocated(to: gang.id)[.cpu] == Quantity(3))
    }

    @Test("kernels that differ ask for their own amounts, and keep what they are made of")
    func shapes() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 1)
        try await test.register("i-b", cpu: 4)
        let worker = KernelShape(TestStore.session("work", cpu: 4).spec)
        var new = TestStore.session("gang", cpu: 1)
        new.cluster = ClusterSpec(
            mode: .multiNode,
            roles: [.init(name: "main", replicas: 1), .init(name: "worker", replicas: 1, shape: worker)])
        _ = try await test.store.enqueue(new)
        #expect(try await test.store.session(new.id)?.requested[.cpu] == Quantity(5))
        #expect(try await test.scheduling.cycle().map(\.id) == [new.id])
        let kernels = try await test.store.kernels(of: new.id)
        #expect(kernels.map(\.hostname) == ["main1", "worker1"])
        #expect(kernels.map(\.agent?.rawValue) == ["i-a", "i-b"])
        #expect(kernels.map(\.shape) == [nil, worker])
    }

    @Test("idle checks see every kernel that runs, with what it holds and where")
    func idle() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 2)
        try await test.register("i-b", cpu: 1)
        let (gang, kernels) = try await test.run("gang", kernels: 3)
        let session = try #require(try await test.store.runningSessions().first { $0.id == gang.id })
        #expect(session.kernels.map(\.id) == kernels)
        #expect(session.kernels.allSatisfy { $0.slots == gang.spec.requested })
        #expect(Set(session.kernels.map(\.agent.rawValue)) == ["i-a", "i-b"])
        _ = try await test.store.apply(.kernelStopped(kernels[1]), to: gang.id)
        let degraded = try #require(try await test.store.runningSessions().first { $0.id == gang.id })
        #expect(degraded.kernels.map(\.id) == [kernels[0], kernels[2]])
        #expect(!degraded.isWarned)
    }

    @Test("more kernels than one statement of the database has room for are placed all the same")
    func many() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 600, mem: 600 << 30)
        let (gang, kernels) = try await test.enqueue("gang", kernels: 600)
        #expect(try await test.scheduling.cycle().map(\.id) == [gang.id])
        #expect(try await test.store.kernels(of: gang.id).map(\.id) == kernels)
        let history = try await test.history(of: gang, kernel: true)
        #expect(history.filter { $0 == "SCHEDULED" }.count == 600)
        #expect(history.filter { $0 == "PREPARING" }.count == 600)
    }

    @Test("a manager that starts anew knows what the kernels ask for, and what they hold")
    func restart() async throws {
        let test = try await TestStore()
        try await test.register("i-a", cpu: 4)
        let (running, _) = try await test.run("running", kernels: 2)
        let (waiting, kernels) = try await test.enqueue("waiting", kernels: 3)
        let scheduling = SchedulingService(store: test.store)
        #expect(try await scheduling.cycle().isEmpty)
        #expect(try await test.status(of: waiting) == .pending)
        for kernel in try await test.store.kernels(of: running.id).map(\.id) {
            _ = try await test.store.apply(.kernelStopped(kernel), to: running.id)
        }
        let saved = try await scheduling.cycle()
        #expect(saved.map(\.id) == [waiting.id])
        #expect(saved.first?.effects == [.startKernels(kernels.dropFirst().sorted())])
    }
}
