import Core
import Testing

@testable import Manager

@Suite("Session routes")
struct SessionRouteTests {
    @Test("a session is created, found, shown and ended, and its agent is told")
    func lifetime() async throws {
        try await TestManager.with { manager in
            let created = try await manager.create("first")
            #expect(created.status == 201)
            #expect(created.body["status"] == "RUNNING")
            #expect(created.body["created"] == true)
            #expect(created.body["servicePorts"] == [])
            let id = try #require(created.body["sessionId"]?.text)

            for reference in ["first", id] {
                let shown = try await manager.send("GET", "/session/\(reference)")
                #expect(shown.status == 200)
                #expect(shown.body["status"] == "RUNNING")
                #expect(shown.body["image"] == "local/python:3.11")
                #expect(shown.body["requestedSlots"] == "{'cpu': Decimal('1'), 'mem': Decimal('335544320')}")
                #expect(shown.body["containerId"] == "container-1")
            }
            let ended = try await manager.send("DELETE", "/session/first")
            #expect(ended.status == 200)
            #expect(ended.body["stats"]?["status"] == "terminating")
            #expect(ended.body["stats"]?["cpu_used"]?["current"] == "12.5")
            #expect(manager.agent.orders.first == "PUT /kernels/ID")
        }
    }

    @Test("the same order again finds the living session; another image or a refusal to reuse is an error")
    func reuse() async throws {
        try await TestManager.with { manager in
            let first = try await manager.create("same")
            let again = try await manager.create("same")
            #expect(again.status == 201)
            #expect(again.body["sessionId"] == first.body["sessionId"])
            #expect(again.body["created"] == false)

            for more in [#","reuseIfExists":false"#] {
                let refused = try await manager.create("same", more)
                #expect(refused.status == 400)
                #expect(refused.body["type"] == "https://api.backend.ai/probs/session-already-exists")
                #expect(refused.body["data"]?["existingSessionId"] == first.body["sessionId"])
            }
            let other = try await manager.send("POST", "/session", #"{"name":"same","image":"nosuch"}"#)
            #expect(other.body["data"]?["existingSessionId"] == first.body["sessionId"])
        }
    }

    @Test("a session runs on agents of the scaling group that it is for, and of no other")
    func scalingGroups() async throws {
        try await TestManager.with { manager in
            let unknown = try await manager.create("nowhere", #","config":{"scalingGroup":"gpu"}"#)
            #expect(unknown.status == 404)
            #expect(unknown.body["hint"] == "you may use default")
            for mutation in [
                #"create_scaling_group(name: "gpu", props: {driver: "static", scheduler: "fifo"})"#,
                #"associate_scaling_group_with_domain(domain: "default", scaling_group: "gpu")"#,
                #"modify_agent(id: "i-a", props: {scaling_group: "gpu"})"#,
            ] {
                let answer = try await manager.query("mutation { \(mutation) { ok msg } }")
                #expect(answer.text.contains(#""ok":true"#), "\(mutation): \(answer.text)")
            }
            let waiting = try await manager.create("left", #","maxWaitSeconds":0.05"#)
            #expect(waiting.body["status"] == "TIMEOUT")
            let running = try await manager.create("right", #","config":{"scalingGroup":"gpu"}"#)
            #expect(running.body["status"] == "RUNNING")
        }
    }

    @Test("a session that must wait is answered when the wait is over, with TIMEOUT, and says what it waits for")
    func waiting() async throws {
        try await TestManager.with(cpu: 1) { manager in
            try await manager.create("holder")
            let waiting = try await manager.create("waiter", #","maxWaitSeconds":0.05"#)
            #expect(waiting.status == 201)
            #expect(waiting.body["status"] == "TIMEOUT")
            let reason = try await manager.send("GET", "/session/waiter/waiting")
            #expect(reason.body["status"] == "PENDING")
            #expect(reason.body["reason"] == "no agent has enough free `cpu`")
            #expect(reason.body["holders"] == ["holder (cpu 1, mem 320m)"], "\(reason.text)")
            #expect(reason.body["position"] == 1 && reason.body["waiting"] == 1)
            #expect(reason.body["holding"]?.items?.first?["name"] == "holder")
            let cancelled = try await manager.send("DELETE", "/session/waiter")
            #expect(cancelled.text == #"{"stats":{"status":"terminated"}}"#)
            #expect(try await manager.send("GET", "/session/waiter").status == 404)
        }
    }

    @Test("a session that is only to be enqueued is answered as pending at once")
    func enqueueOnly() async throws {
        try await TestManager.with { manager in
            let enqueued = try await manager.create("first", #","enqueueOnly":true"#)
            #expect(enqueued.body["status"] == "PENDING")
        }
    }

    @Test("a session that its agent cannot start is an error in the agent's words, and holds nothing")
    func startFails() async throws {
        try await TestManager.with { manager in
            manager.agent.refuseStarts(AgentProblem(code: "failed", message: "`runc` is missing"))
            let answer = try await manager.create("first")
            #expect(answer.status == 500)
            #expect(answer.body["type"] == "https://api.backend.ai/probs/kernel-creation-failed")
            #expect(answer.body["msg"] == "`runc` is missing")
            #expect(try await manager.holdingSessions() == 0)
        }
    }

    @Test("a waiting session starts as soon as another one ends")
    func handOver() async throws {
        try await TestManager.with(cpu: 1) { manager in
            try await manager.create("first")
            async let second = manager.create("second")
            while try await manager.store.sessions(matching: "second", of: TestManager.superadmin.accessKey).isEmpty {
                await Task.yield()
            }
            _ = try await manager.send("DELETE", "/session/first")
            #expect(try await second.body["status"] == "RUNNING")
        }
    }

    @Test("users reach no sessions but their own; administrators those of others by naming the owner")
    func ownership() async throws {
        try await TestManager.with { manager in
            try await manager.create("theirs", by: TestManager.user)
            let owner = TestManager.user.accessKey
            for keypair in [TestManager.secondUser, TestManager.superadmin] {
                #expect(try await manager.send("GET", "/session/theirs", by: keypair).status == 404)
            }
            let target = "/session/theirs?owner_access_key=\(owner)"
            #expect(try await manager.send("GET", target, by: TestManager.superadmin).status == 200)
            #expect(try await manager.send("GET", target, by: TestManager.domainAdmin).status == 200)
            #expect(try await manager.send("GET", target, by: TestManager.user).status == 200)
            let refused = try await manager.send("GET", target, by: TestManager.secondUser)
            #expect(refused.status == 403)
            #expect(refused.body["msg"] == "Only admins can perform operations on behalf of other users.")
            let above = "/session/x?owner_access_key=\(TestManager.superadmin.accessKey)"
            #expect(try await manager.send("GET", above, by: TestManager.domainAdmin).status == 403)
            #expect(try await manager.send("DELETE", target, by: TestManager.secondUser).status == 403)
        }
    }

    @Test("orders for a domain or group that is not the requester's are refused")
    func tenancy() async throws {
        try await TestManager.with { manager in
            let domain = try await manager.create("first", #","domain":"other""#)
            #expect(domain.body["msg"] == "You can only set the domain to your domain.")
            let group = try await manager.create("first", #","group":"other""#)
            #expect(group.body["msg"] == "Invalid group")
            let owner = #","owner_access_key":"AKIANOBODY""#
            let stranger = try await manager.create("first", owner)
            #expect(stranger.body["msg"] == "Unknown owner access key")
        }
    }

    @Test("names in paths are decoded once, and lead nowhere else")
    func paths() async throws {
        try await TestManager.with { manager in
            try await manager.create("first")
            #expect(try await manager.send("GET", "/session/fir%73t").status == 200)
            for path in ["/session/..", "/session/%2e%2e", "/session/a%2Fb", "/session/%00", "/session/%ff"] {
                #expect(try await manager.send("GET", path).status == 404, "\(path)")
            }
        }
    }

    @Test("logs are text whatever bytes were written, of ended sessions, too; a session that waits has none")
    func logs() async throws {
        try await TestManager.with(cpu: 1) { manager in
            try await manager.create("first")
            let running = try await manager.send("GET", "/session/first/logs")
            #expect(running.body["result"]?["logs"] == "log\u{fffd}")
            try await manager.create("second", #","enqueueOnly":true"#)
            let pending = try await manager.send("GET", "/session/second/logs")
            #expect(pending.body["result"]?["logs"] == "")
            _ = try await manager.send("DELETE", "/session/first")
            let ended = try await manager.send("GET", "/session/first/logs")
            #expect(ended.body["result"]?["logs"] == "log\u{fffd}")
        }
    }

    @Test("a session that does not run takes no code and no interrupt")
    func notRunning() async throws {
        try await TestManager.with(cpu: 1) { manager in
            try await manager.create("first")
            try await manager.create("second", #","enqueueOnly":true"#)
            let answer = try await manager.send("POST", "/session/second", #"{"mode":"query","code":"1","runId":null}"#)
            #expect(answer.status == 400)
            #expect(answer.body["msg"] == "The session `second` is PENDING, not RUNNING")
            #expect(try await manager.send("POST", "/session/second/interrupt").status == 400)
            #expect(try await manager.send("POST", "/session/first/interrupt").status == 204)
            #expect(manager.agent.orders.contains("POST /kernels/ID/interrupt"))
        }
    }

    @Test("what is missing from an order to execute is told in the original's words")
    func execute() async throws {
        try await TestManager.with { manager in
            try await manager.create("first")
            for (body, message) in [
                ("{}", "mode is missing or empty!"), (#"{"mode":"weird"}"#, "mode has an invalid value."),
                (#"{"mode":"query","runId":null}"#, "code is missing"),
                (#"{"mode":"continue","code":""}"#, "continuation requires explicit run ID"),
            ] {
                let answer = try await manager.send("POST", "/session/first", body)
                #expect(answer.status == 400)
                #expect(answer.body["msg"]?.text == message)
            }
        }
    }
}
