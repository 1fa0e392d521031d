import Core

/// A database with sessions that wait and agents that could take them, for measuring how fast placements are made durable.
package struct PlacementTrial: Sendable {
    private let store: Store
    private let scheduling: SchedulingService
    private let agents: Int

    /// Makes the database, in which `sessions` of one processor each wait.
    ///
    /// - Parameters:
    ///   - path: The database's file, which must not exist.
    ///   - agents: How many agents there will be.
    ///   - sessions: How many sessions wait.
    /// - Throws: What keeps the database from being made.
    package init(path: String, agents: Int, sessions: Int) async throws {
        store = try Store(path: path)
        self.agents = agents
        scheduling = SchedulingService(store: store)
        try await store.populate(.example)
        let keypairs = try await store.keypairs()
        guard let keypair = keypairs.first else { return }
        let owner = SessionOwner(
            accessKey: keypair.keypair.accessKey, user: keypair.user.id, email: keypair.user.email,
            group: TenancyFixture.example.groupID, groupName: "default", domain: "default")
        try await store.transaction { connection throws(StoreError) in
            for number in 0..<sessions {
                let new = NewSession(
                    id: .random(), kernel: .random(),
                    spec: SessionSpec(
                        name: "session-\(number)", type: .batch, image: "local/python:3.11", architecture: "x86_64",
                        requested: ResourceSlots([.cpu: Quantity(1), .mem: Quantity(1 << 30)]),
                        sharedMemory: BinarySize(bytes: 64 << 20), environment: [:], tag: nil),
                    owner: owner, scalingGroup: "default")
                try Store.insert(new, at: Int64(number), connection)
            }
        }
    }

    /// Has the sessions read, then the agents come, and all that fits placed: decided, saved, and told what is to be started.
    ///
    /// - Returns: How many sessions were placed, and how long that took.
    /// - Throws: What kept it from being saved.
    package func place() async throws -> (sessions: Int, time: Duration) {
        _ = try await scheduling.cycle()
        let width = String(agents).count
        for number in 0..<agents {
            let digits = String(number)
            let name = "agent-" + String(repeating: "0", count: width - digits.count) + digits
            try await store.register(
                NodeReport(
                    agent: AgentID(rawValue: name), version: ProductVersion.current, epoch: name,
                    architecture: "x86_64",
                    available: ResourceSlots([.cpu: Quantity(64), .mem: Quantity(256 << 30)]),
                    slotTypes: [.cpu: .count, .mem: .bytes], images: []),
                scalingGroup: "default")
        }
        var effects = 0
        let clock = ContinuousClock()
        let time = try await clock.measure {
            for saved in try await scheduling.cycle() {
                for case .startKernels(let kernels) in saved.effects { effects += kernels.count }
            }
        }
        return (effects, time)
    }
}
