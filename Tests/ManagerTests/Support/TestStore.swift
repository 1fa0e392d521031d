import Core

@testable import Manager

/// A store of its own with the original's example accounts.
struct TestStore: Sendable {
    static let superadmin = owner("AKIAIOSFODNN7EXAMPLE", "f38dea23-50fa-42a0-b5ae-338f5f4693f4", "admin@lablup.com")
    static let user = owner("AKIANABBDUSEREXAMPLE", "dfa9da54-4b28-432f-be29-c0d680c7a412", "user@lablup.com")

    let place: TestPlace
    let store: Store
    let scheduling: SchedulingService

    init(_ fixture: TenancyFixture = .example) async throws {
        place = try TestPlace()
        store = try Store(path: place.file("manager.sqlite"))
        scheduling = SchedulingService(store: store)
        try await store.populate(fixture)
    }

    /// Registers a living agent.
    func register(_ name: String, cpu: Int64, mem: Int64 = 64 << 30) async throws {
        try await store.register(TestStore.node(name, cpu: cpu, mem: mem), scalingGroup: "default")
    }

    /// Enqueues a session that asks for so much.
    @discardableResult
    func enqueue(_ name: String, cpu: Int64 = 1, of owner: SessionOwner = superadmin) async throws -> NewSession {
        let new = TestStore.session(name, cpu: cpu, of: owner)
        guard case .enqueued = try await store.enqueue(new) else { throw NotEnqueued() }
        return new
    }

    /// Enqueues a session and brings it to RUNNING.
    func run(_ name: String, cpu: Int64 = 1, of owner: SessionOwner = superadmin) async throws -> NewSession {
        let new = try await enqueue(name, cpu: cpu, of: owner)
        _ = try await scheduling.cycle()
        _ = try await store.apply(.kernelStarted(new.kernel), to: new.id)
        return new
    }

    /// Enqueues a session of several kernels that ask for so much each.
    ///
    /// - Returns: The session, and its kernels in the order of their ranks.
    func enqueue(
        _ name: String, cpu: Int64 = 1, kernels: Int, mode: ClusterMode = .multiNode
    ) async throws -> (session: NewSession, kernels: [KernelID]) {
        var new = TestStore.session(name, cpu: cpu)
        new.cluster = ClusterSpec(mode: mode, size: kernels)
        guard case .enqueued = try await store.enqueue(new) else { throw NotEnqueued() }
        return (new, try await store.kernels(of: new.id).map(\.id))
    }

    /// Enqueues a session of several kernels and brings it to RUNNING.
    func run(
        _ name: String, cpu: Int64 = 1, kernels: Int, mode: ClusterMode = .multiNode
    ) async throws -> (session: NewSession, kernels: [KernelID]) {
        let made = try await enqueue(name, cpu: cpu, kernels: kernels, mode: mode)
        _ = try await scheduling.cycle()
        for kernel in made.kernels.reversed() { _ = try await store.apply(.kernelStarted(kernel), to: made.session.id) }
        return made
    }

    func status(of session: NewSession) async throws -> SessionStatus? { try await store.session(session.id)?.status }

    /// The rows of a query.
    func rows(_ sql: String) async throws -> [SQLRow] {
        try await store.transaction { connection throws(StoreError) in try connection.query(sql) }
    }

    /// The history of a session or of its kernel, oldest first.
    func history(of session: NewSession, kernel: Bool) async throws -> [String] {
        let rows = try await rows("SELECT * FROM status_history WHERE session_id = '\(session.id)' ORDER BY id")
        return rows.filter { ($0.optionalText("kernel_id") != nil) == kernel }.map { $0.text("to_status") }
    }

    static func session(
        _ name: String, cpu: Int64 = 1, and more: [SlotName: Quantity] = [:], of owner: SessionOwner = superadmin
    ) -> NewSession {
        NewSession(
            id: .random(),
            kernel: .random(),
            spec: SessionSpec(
                name: name, type: .interactive, image: "local/python:3.11", architecture: "x86_64",
                requested: ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(512 << 20)]) + ResourceSlots(more),
                sharedMemory: BinarySize(bytes: 64 << 20), environment: ["A": "é\n\"'"], tag: "a tag"
            ),
            owner: owner,
            scalingGroup: "default"
        )
    }

    static func node(_ name: String, cpu: Int64, mem: Int64 = 64 << 30) -> NodeReport {
        NodeReport(
            agent: AgentID(rawValue: name), version: "0.1.0", epoch: "e", architecture: "x86_64",
            available: ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)]),
            slotTypes: [.cpu: .count, .mem: .bytes],
            images: [ImageReport(name: "local/python:3.11", architecture: "x86_64", labels: [:])]
        )
    }

    private static func owner(_ key: String, _ user: String, _ email: String) -> SessionOwner {
        SessionOwner(
            accessKey: AccessKey(rawValue: key), user: user, email: email, group: TenancyFixture.example.groupID,
            groupName: "default", domain: "default"
        )
    }

    struct NotEnqueued: Error {}
}
