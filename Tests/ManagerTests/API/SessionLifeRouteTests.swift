import Core
import Testing

@testable import Manager

@Suite("Routes of sessions' lives")
struct SessionLifeRouteTests {
    @Test("a running session is renamed by query or body; names in use and names that are none are refused")
    func rename() async throws {
        try await TestManager.with { manager in
            let id = try await manager.create("first").body["sessionId"]?.text
            try await manager.create("second")
            #expect(try await manager.send("POST", "/session/first/rename?name=other").status == 204)
            #expect(try await manager.send("GET", "/session/first").status == 404)
            #expect(try await manager.send("GET", "/session/other").status == 200)
            #expect(try await manager.send("POST", "/session/other/rename", #"{"name":"other"}"#).status == 204)
            let taken = try await manager.send("POST", "/session/second/rename", #"{"name":"other"}"#)
            #expect(taken.status == 400 && taken.body["data"] == ["existingSessionId": JSONValue(id)])
            let short = try await manager.send("POST", "/session/second/rename?name=a")
            #expect(short.body["data"] == ["name": .string("does not match pattern \(SessionName.pattern)")])
            let none = try await manager.send("POST", "/session/second/rename")
            #expect(none.body["data"] == ["session_name": "is required"])
            let reserved = try await manager.send("POST", "/session/second/rename?name=from-template")
            #expect(reserved.status == 400)
        }
    }

    @Test("a session that does not run is neither renamed nor restarted")
    func pending() async throws {
        try await TestManager.with(cpu: 1) { manager in
            try await manager.create("holder")
            try await manager.create("waiter", #","enqueueOnly":true"#)
            let renamed = try await manager.send("POST", "/session/waiter/rename?name=other")
            #expect(renamed.status == 400 && renamed.body["msg"] == "Can't change name of not running session")
            #expect(try await manager.send("PATCH", "/session/waiter").status == 400)
        }
    }

    @Test("a restart has the agent begin anew, and history shows it; what holds resources stays the same")
    func restart() async throws {
        try await TestManager.with { manager in
            let id = try #require(try await manager.create("first").body["sessionId"]?.text)
            for _ in 0..<2 {
                #expect(try await manager.send("PATCH", "/session/first").status == 204)
                #expect(try await manager.send("GET", "/session/first").body["status"] == "RUNNING")
            }
            #expect(manager.agent.orders.count { $0 == "POST /kernels/ID/restart" } == 2)
            let kernel = try #require(try await manager.store.kernels(of: SessionID(rawValue: id)).first)
            #expect(kernel.generation == 2)
            let history = try await manager.send("GET", "/session/first/status-history")
            #expect(
                history.body["result"]?.members?.map(\.name) == [
                    "pending", "scheduled", "preparing", "running", "restarting",
                ])
            #expect(try await manager.holdingSessions() == 1)
            manager.agent.refuseStarts(AgentProblem(code: "failed", message: "no"))
            let failed = try await manager.send("PATCH", "/session/first")
            #expect(failed.status == 500)
            #expect(failed.body["type"] == "https://api.backend.ai/probs/kernel-restart-failed")
            #expect(try await manager.holdingSessions() == 0)
        }
    }

    @Test("the report of a kernel that is about to be restarted does not end the restart")
    func staleReport() async throws {
        let test = try await TestStore()
        try await test.register("a", cpu: 4)
        let session = try await test.run("first")
        _ = try await test.store.apply(.restartRequested, to: session.id)
        var detail = TransitionDetail(kernel: session.kernel)
        #expect(try await test.store.apply(.kernelStarted(session.kernel), to: session.id, detail) == nil)
        #expect(try await test.status(of: session) == .restarting)
        detail.generation = 1
        #expect(try await test.store.apply(.kernelStarted(session.kernel), to: session.id, detail) != nil)
        #expect(try await test.status(of: session) == .running)
    }

    @Test("ids are matched by their beginning, among the caller's living sessions")
    func match() async throws {
        try await TestManager.with { manager in
            let id = try #require(try await manager.create("first").body["sessionId"]?.text)
            for prefix in [id, String(id.prefix(8)), id.uppercased()] {
                let found = try await manager.send("GET", "/session/_/match?id=\(prefix)")
                #expect(found.body["matches"] == [["id": .string(id), "name": "first", "status": "RUNNING"]])
            }
            for (target, keypair) in [
                ("first", TestManager.superadmin), (id, TestManager.user), ("%25", TestManager.superadmin),
            ] {
                #expect(
                    try await manager.send("GET", "/session/_/match?id=\(target)", by: keypair).body["matches"] == [])
            }
        }
    }

    @Test("what is not kept, watched, proxied or committed is said honestly")
    func honest() async throws {
        try await TestManager.with { manager in
            try await manager.create("first")
            #expect(try await manager.send("GET", "/session/first/abusing-report").text == "{}")
            #expect(try await manager.send("GET", "/session/first/direct-access-info").text == "{}")
            #expect(try await manager.send("GET", "/session/first/commit").body["status"] == "ready")
            let commit = try await manager.send("POST", "/session/first/commit")
            #expect(commit.status == 400 && commit.body["hint"] != nil)
            let service = try await manager.send("POST", "/session/first/start-service", #"{"app":"ttyd"}"#)
            #expect(service.status == 503 && service.body["msg"] == "No coordinator configured for this resource group")
            let logs = try await manager.send("GET", "/session/_/logs?taskId=\(SessionID.random())")
            #expect(logs.status == 404 && logs.body["data"] == ["vfolder_name": ".logs"])
            #expect(try await manager.send("GET", "/session/_/logs").body["data"] == ["kernel_id": "is required"])
            let agent = try await manager.send("POST", "/session/_/sync-agent-registry", #"{"agent":"i-b"}"#)
            #expect(agent.status == 200 && agent.text == "{}")
        }
    }

    @Test("the program of a service is ended by the session's runner; a service that there is none of is 404")
    func service() async throws {
        try await TestManager.with { manager in
            try await manager.create("first", #","config":{"preopen_ports":[8080]}"#)
            let asked = Noted<[RunnerRequest]>([])
            manager.agent.play { _, socket in
                let runner = ScriptedRunner(socket)
                guard let request = try await runner.request() else { return }
                asked.change { $0.append(request) }
                try await socket.send(.done)
                while try await runner.frame() != nil {}
            }
            let target = "/session/first/shutdown-service"
            #expect(try await manager.send("POST", target, #"{"service_name":"8080"}"#).status == 204)
            #expect(asked.value == [.stopService("8080")])
            let unknown = try await manager.send("POST", target, #"{"service_name":"nosuch"}"#)
            #expect(unknown.status == 404 && unknown.body["msg"] == "first:nosuch")
            let missing = try await manager.send("POST", target, "{}")
            #expect(missing.body["data"] == ["service_name": "is required"])
        }
    }

    @Test("administrators reach every one of these routes of another's session by naming the owner, others none")
    func owner() async throws {
        try await TestManager.with { manager in
            try await manager.create("theirs", by: TestManager.user)
            let routes = [
                ("GET", "abusing-report"), ("GET", "dependency-graph"), ("GET", "direct-access-info"),
                ("GET", "commit"),
                ("GET", "status-history"),
            ]
            for (method, route) in routes {
                let target = "/session/theirs/\(route)?owner_access_key=\(TestManager.user.accessKey)"
                #expect(try await manager.send(method, target, by: TestManager.domainAdmin).status == 200, "\(route)")
                #expect(try await manager.send(method, target, by: TestManager.secondUser).status == 403, "\(route)")
                let bare = "/session/theirs/\(route)"
                #expect(try await manager.send(method, bare, by: TestManager.superadmin).status == 404, "\(route)")
            }
            let patch = "/session/theirs?owner_access_key=\(TestManager.user.accessKey)"
            #expect(try await manager.send("PATCH", patch, by: TestManager.secondUser).status == 403)
            #expect(try await manager.send("PATCH", patch, by: TestManager.superadmin).status == 204)
            let rename = "/session/theirs/rename?name=other&owner_access_key=\(TestManager.user.accessKey)"
            #expect(try await manager.send("POST", rename, by: TestManager.secondUser).status == 403)
            #expect(try await manager.send("POST", rename, by: TestManager.superadmin).status == 204)
            let again = try await manager.send("GET", "/session/other", by: TestManager.user)
            #expect(again.status == 200)
        }
    }

    @Test("the living session of a name is meant, whatever ended under that name before")
    func livingFirst() async throws {
        try await TestManager.with { manager in
            try await manager.create("same")
            _ = try await manager.send("DELETE", "/session/same")
            while try await manager.send("GET", "/session/same").status != 404 { await Task.yield() }
            let id = try #require(try await manager.create("same").body["sessionId"]?.text)
            #expect(try await manager.send("GET", "/session/same/logs").status == 200)
            let graph = try await manager.send("GET", "/session/same/dependency-graph")
            #expect(graph.body["session_id"] == .string(id))
            #expect(try await manager.send("GET", "/session/same/status-history").body["result"]?["terminated"] == nil)
        }
    }
}
