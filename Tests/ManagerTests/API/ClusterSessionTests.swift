import Core
import Testing

@testable import Manager

@Suite("Routes of sessions of several kernels")
struct ClusterSessionTests {
    /// Runs `body` with a manager whose policies allow so many kernels.
    private static func with(
        _ containers: Int = 4, cpu: Int64 = 8, _ body: @escaping @Sendable (TestManager) async throws -> Void
    ) async throws {
        try await TestManager.with(cpu: cpu) { manager in
            _ = try await manager.store.transaction { connection throws(StoreError) in
                try connection.run(
                    "UPDATE keypair_resource_policies SET max_containers_per_session = ?",
                    [.integer(Int64(containers))])
            }
            try await body(manager)
        }
    }

    private static let info = """
        query($id: UUID!) { compute_session(id: $id) { cluster_size cluster_mode agent_ids agents requested_slots
        occupied_slots resource_opts containers { id cluster_role cluster_idx local_rank cluster_hostname status image
        occupied_slots resource_opts live_stat } } }
        """

    @Test("runs when all its kernels do, the main one started last, and ends with all of them")
    func lifetime() async throws {
        try await Self.with { manager in
            let created = try await manager.create(
                "gang", #","clusterSize":3,"clusterMode":"multi-node","config":{"resources":{"cpu":"2"}}"#)
            #expect(created.status == 201 && created.body["status"] == "RUNNING", "\(created.text)")
            let specs = manager.agent.specs
            #expect(specs.map(\.hostname).sorted() == ["main1", "sub1", "sub2"])
            #expect(specs.last?.hostname == "main1")
            for spec in specs {
                #expect(spec.cluster?.hosts == ["main1", "sub1", "sub2"] && spec.cluster?.replicas == "main:1,sub:2")
                #expect(spec.slots[.cpu] == Quantity(2))
            }
            #expect(specs.map(\.cluster?.rank).sorted { ($0 ?? -1) < ($1 ?? -1) } == [0, 1, 2])
            let shown = try await manager.send("GET", "/session/gang")
            #expect(shown.body["requestedSlots"] == "{'cpu': Decimal('6'), 'mem': Decimal('1006632960')}")
            #expect(shown.body["occupiedSlots"] == shown.body["requestedSlots"])
            #expect(
                shown.body["resourceOpts"]
                    == .string(
                        "{'main1': {'shmem': 67108864}, 'sub1': {'shmem': 67108864}, 'sub2': {'shmem': 67108864}}"))
            _ = try await manager.send("DELETE", "/session/gang")
            while try await manager.holdingSessions() > 0 { await Task.yield() }
            #expect(manager.agent.orders.filter { $0 == "DELETE /kernels/ID" }.count == 3)
        }
    }

    @Test("every kernel is shown with its place and with what it holds, in the order of ranks, and each agent once")
    func shown() async throws {
        try await Self.with { manager in
            let created = try await manager.create("gang", #","cluster_size":3"#)
            let id = try #require(created.body["sessionId"])
            let answer = try await manager.query(Self.info, ["id": id])
            let session = try #require(answer.body["data"]?["compute_session"], "\(answer.text)")
            let containers = try #require(session["containers"]?.items)
            #expect(session["cluster_size"] == 3 && session["cluster_mode"] == "single-node")
            #expect(session["agent_ids"] == ["i-a"] && session["agents"] == ["i-a"])
            #expect(session["requested_slots"] == #"{"cpu":"3","mem":"1006632960"}"#)
            #expect(session["occupied_slots"] == session["requested_slots"])
            #expect(
                session["resource_opts"]
                    == #"{"main1":{"shmem":67108864},"sub1":{"shmem":67108864},"sub2":{"shmem":67108864}}"#)
            #expect(containers.map { $0["cluster_hostname"] } == ["main1", "sub1", "sub2"])
            #expect(containers.map { $0["cluster_role"] } == ["main", "sub", "sub"])
            #expect(containers.map { $0["cluster_idx"] } == [1, 1, 2])
            #expect(containers.map { $0["local_rank"] } == [0, 1, 2])
            #expect(Set(containers.compactMap { $0["id"]?.text }).count == 3)
            for container in containers {
                #expect(container["status"] == "RUNNING")
                #expect(container["occupied_slots"] == #"{"cpu":"1","mem":"335544320"}"#)
                #expect(container["live_stat"]?.text?.contains("4096") == true)
            }
            let list = try await manager.query(
                "query($id: ID!) { compute_container_list(limit: 2, offset: 1, session_id: $id) { total_count "
                    + "items { cluster_hostname } } }", ["id": id])
            let page = list.body["data"]?["compute_container_list"]
            #expect(page?["total_count"] == 3)
            #expect(page?["items"]?.items?.map { $0["cluster_hostname"] } == ["sub1", "sub2"])
        }
    }

    @Test("when one kernel cannot be started the others are stopped, and the answer tells the agent's words")
    func startFails() async throws {
        try await Self.with { manager in
            manager.agent.refuseStarts(AgentProblem(code: "failed", message: "`runc` is missing"), of: "sub2")
            let answer = try await manager.create("gang", #","clusterSize":3"#)
            #expect(answer.status == 500)
            #expect(answer.body["type"] == "https://api.backend.ai/probs/kernel-creation-failed")
            #expect(answer.body["msg"] == "`runc` is missing")
            #expect(try await manager.holdingSessions() == 0)
            // Whether the order to start the other one has been given by then is chance; the main one's has not.
            let hosts = Set(manager.agent.specs.map(\.hostname))
            #expect(hosts.contains("sub2") && !hosts.contains("main1"))
            #expect(manager.agent.orders.filter { $0 == "DELETE /kernels/ID" }.count >= 2)
        }
    }

    @Test("the command of a batch session is the main kernel's alone")
    func batch() async throws {
        try await Self.with { manager in
            let created = try await manager.create("work", #","clusterSize":2,"type":"batch","startupCommand":"true""#)
            #expect(created.body["status"] == "RUNNING", "\(created.text)")
            #expect(manager.agent.specs.map(\.hostname) == ["sub1", "main1"])
            #expect(manager.agent.specs.map(\.startupCommand) == [nil, "true"])
        }
    }

    @Test("that waits says why, and with how many kernels it would start")
    func waiting() async throws {
        try await Self.with(cpu: 4) { manager in
            try await manager.create("holder", #","config":{"resources":{"cpu":"2"}}"#)
            let waiting = try await manager.create("gang", #","clusterSize":3,"maxWaitSeconds":0.05"#)
            #expect(waiting.body["status"] == "TIMEOUT")
            let reason = try await manager.send("GET", "/session/gang/waiting").body
            #expect(reason["reason"] == "no agent has enough free `cpu`")
            let changes = reason["changes"]?.items?.compactMap { $0["option"]?.text }
            #expect(changes?.contains("--cluster-size 2") == true, "\(reason)")
            _ = try await manager.send("DELETE", "/session/holder")
            while try await manager.send("GET", "/session/gang").body["status"] != "RUNNING" { await Task.yield() }
        }
    }

    @Test("the owner's policy says how many kernels there may be")
    func limit() async throws {
        try await Self.with(2) { manager in
            let refused = try await manager.create("gang", #","clusterSize":3"#)
            #expect(refused.status == 400)
            #expect(refused.body["msg"] == "You cannot create session with more than 2 containers.")
            #expect(try await manager.create("gang", #","clusterSize":2"#).body["status"] == "RUNNING")
        }
    }

    // MARK: Templates

    private static func template(_ manager: TestManager, _ path: String, _ content: JSONValue) async throws -> String {
        let body: JSONValue = ["payload": .string(JSONValue.array([["template": content]]).encodedText)]
        let answer = try await manager.send("POST", "/template/\(path)", body.encodedText)
        return try #require((answer.body.items?.first ?? answer.body)["id"]?.text, "\(answer.text)")
    }

    private static func task(_ manager: TestManager, _ name: String, _ more: JSONValue) async throws -> String {
        try await template(
            manager, "session",
            [
                "api_version": "v1", "kind": "taskTemplate", "metadata": ["name": .string(name)],
                "spec": [
                    "kernel": ["image": "python", "environ": ["WHO": .string(name), "MINE": "1"]], "resources": more,
                ],
            ])
    }

    @Test("a template for one kernel makes as many as the request says")
    func fromTemplate() async throws {
        try await Self.with { manager in
            let id = try await Self.task(manager, "single", ["cpu": "1"])
            let answer = try await manager.send(
                "POST", "/session/_/create-from-template",
                #"{"template_id":"\#(id)","name":"gang","clusterSize":3,"clusterMode":"multi-node"}"#)
            #expect(answer.status == 201 && answer.body["status"] == "RUNNING", "\(answer.text)")
            let session = try #require(
                try await manager.store.sessions(matching: "gang", of: TestManager.superadmin.accessKey).first)
            #expect(session.clusterSize == 3 && session.clusterMode == .multiNode)
            #expect(manager.agent.specs.count == 3)
        }
    }

    @Test("a template for a cluster makes kernels of every role, each as its own template says")
    func cluster() async throws {
        try await Self.with { manager in
            let (head, worker) = (
                try await Self.task(manager, "head", ["cpu": "1"]), try await Self.task(manager, "worker", ["cpu": "2"])
            )
            let id = try await Self.template(
                manager, "cluster",
                [
                    "api_version": "v1", "kind": "clusterTemplate", "mode": "multi-node", "metadata": ["name": "duo"],
                    "spec": [
                        "environ": ["WHO": "all"],
                        "nodes": [
                            ["role": "worker", "session_template": .string(worker), "replicas": 2],
                            ["role": "main", "session_template": .string(head)],
                        ],
                    ],
                ])
            let answer = try await manager.send(
                "POST", "/session/_/create-cluster", #"{"template_id":"\#(id)","clientSessionToken":"gang"}"#)
            #expect(answer.status == 201 && answer.body["status"] == "RUNNING", "\(answer.text)")
            let specs = manager.agent.specs.sorted { ($0.cluster?.rank ?? 0) < ($1.cluster?.rank ?? 0) }
            #expect(specs.map(\.hostname) == ["main1", "worker1", "worker2"])
            #expect(specs.map(\.cluster?.replicas) == Array(repeating: "main:1,worker:2", count: 3))
            #expect(specs.map { $0.slots[.cpu] } == [Quantity(1), Quantity(2), Quantity(2)])
            #expect(specs.map { $0.environment["WHO"] } == ["all", "all", "all"])
            #expect(specs.map { $0.environment["MINE"] } == ["1", "1", "1"])
            let session = try #require(
                try await manager.store.sessions(matching: "gang", of: TestManager.superadmin.accessKey).first)
            #expect(session.clusterMode == .multiNode && session.clusterSize == 3)
            #expect(session.requested[.cpu] == Quantity(5))
        }
    }

    @Test("a cluster of more kernels than the owner's policy allows is refused")
    func clusterLimit() async throws {
        try await Self.with(2) { manager in
            let worker = try await Self.task(manager, "worker", ["cpu": "1"])
            let id = try await Self.template(
                manager, "cluster",
                [
                    "api_version": "v1", "kind": "clusterTemplate", "metadata": ["name": "trio"],
                    "spec": [
                        "nodes": [
                            ["role": "main", "session_template": .string(worker)],
                            ["role": "sub", "session_template": .string(worker), "replicas": 2],
                        ]
                    ],
                ])
            let refused = try await manager.send(
                "POST", "/session/_/create-cluster", #"{"template_id":"\#(id)","clientSessionToken":"gang"}"#)
            #expect(refused.status == 400)
            #expect(refused.body["msg"] == "You cannot create session with more than 2 containers.")
        }
    }
}
