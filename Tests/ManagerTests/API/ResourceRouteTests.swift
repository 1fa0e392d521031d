import Core
import Testing

@testable import Manager

@Suite("Routes of resources")
struct ResourceRouteTests {
    private static func check(_ manager: TestManager, _ body: String? = nil, by key: Keypair = TestManager.user)
        async throws -> JSONValue
    {
        try await manager.send("POST", "/resource/check-presets", body, by: key).body
    }

    private static func run(_ manager: TestManager, _ sql: String) async throws {
        try await manager.store.transaction { connection throws(StoreError) in try connection.execute(sql) }
    }

    @Test("presets have the slots that the cluster knows, and fit where an agent and every limit have room")
    func presets() async throws {
        try await TestManager.with(cpu: 4) { manager in
            let presets = try await manager.send("GET", "/resource/presets", by: TestManager.user).body
            #expect(
                presets["presets"]?.items?.first
                    == [
                        "name": "cpu01-small", "shared_memory": nil,
                        "resource_slots": ["cpu": "1", "mem": "1073741824"],
                    ])
            #expect(presets["presets"]?.items?.allSatisfy { $0["resource_slots"]?.members?.count == 2 } == true)
            let body = try await Self.check(manager)
            #expect(
                body.members?.map(\.name) == [
                    "keypair_limits", "keypair_using", "keypair_remaining", "scaling_group_remaining",
                    "scaling_groups", "presets", "group_limits", "group_using", "group_remaining",
                ])
            #expect(body["keypair_limits"] == ["cpu": "Infinity", "mem": "Infinity"])
            #expect(body["scaling_group_remaining"]?["cpu"] == "4")
            #expect(body["group_limits"] == ["cpu": "NaN", "mem": "NaN"])
            let fitting = body["presets"]?.items?.filter { $0["allocatable"] == true }.compactMap { $0["name"]?.text }
            #expect(fitting == ["cpu01-small", "cpu02-medium", "cuda01-small", "cuda02-medium"])
        }
    }

    @Test("what is left is the least that keypair, group and domain leave")
    func limits() async throws {
        try await TestManager.with { manager in
            try await manager.create(
                "lab-one", #","config":{"resources":{"cpu":"2","mem":"1g"}}"#, by: TestManager.user)
            try await Self.run(
                manager, #"UPDATE keypair_resource_policies SET total_resource_slots = '{"cpu":"7"}'"#)
            var body = try await Self.check(manager)
            #expect(body["keypair_using"]?["cpu"] == "2" && body["keypair_remaining"]?["cpu"] == "5")
            #expect(body["scaling_groups"]?["default"]?["using"]?["cpu"] == "2")
            #expect(body["scaling_groups"]?["default"]?["remaining"]?["cpu"] == "5")
            try await Self.run(manager, #"UPDATE groups SET total_resource_slots = '{"cpu":"6"}'"#)
            body = try await Self.check(manager)
            #expect(body["keypair_remaining"]?["cpu"] == "4")
            try await Self.run(manager, #"UPDATE domains SET total_resource_slots = '{"cpu":"3"}'"#)
            body = try await Self.check(manager)
            #expect(body["keypair_remaining"]?["cpu"] == "1")
            try await Self.run(manager, "UPDATE keypair_resource_policies SET default_for_unspecified = 'LIMITED'")
            body = try await Self.check(manager)
            #expect(body["keypair_limits"]?["mem"] == "0" && body["keypair_remaining"]?["mem"] == "0")
            _ = try await manager.send(
                "POST", "/config/set", #"{"key":"config/api/resources/group_resource_visibility","value":"true"}"#)
            body = try await Self.check(manager)
            #expect(body["group_limits"]?["cpu"] == "6" && body["group_using"]?["cpu"] == "2")
        }
    }

    @Test("a group or scaling group that is not the requester's is refused")
    func foreign() async throws {
        try await TestManager.with { manager in
            let path = "/resource/check-presets"
            let scaling = try await manager.send("POST", path, #"{"scaling_group":"x"}"#, by: TestManager.user)
            #expect(scaling.status == 400 && scaling.body["msg"] == "Unknown scaling group")
            #expect(try await manager.send("POST", path, #"{"group":"x"}"#, by: TestManager.user).status == 404)
        }
    }

    @Test("a session that would exceed its group's limit waits and says so, and starts when it fits")
    func scheduling() async throws {
        try await TestManager.with { manager in
            try await Self.run(manager, #"UPDATE groups SET total_resource_slots = '{"cpu":"3"}'"#)
            try await manager.create("lab-one", #","config":{"resources":{"cpu":"2","mem":"1g"}}"#)
            let more = #","enqueueOnly":true,"config":{"resources":{"cpu":"2","mem":"1g"}}"#
            try await manager.create("lab-two", more)
            let waiting = try await manager.send("GET", "/session/lab-two/waiting").body
            #expect(waiting["reason"] == "Your group resource quota is exceeded (cpu)")
            try await Self.run(manager, #"UPDATE groups SET total_resource_slots = '{"cpu":"4"}'"#)
            _ = try await manager.send("POST", "/manager/scheduler/trigger", #"{"event":"schedule"}"#)
            #expect(try await manager.send("GET", "/session/lab-two/waiting").body["status"] != "PENDING")
        }
    }

    @Test("a report has the groups whose kernels ended in its time, with what each kernel was given and used")
    func usage() async throws {
        try await TestManager.with { manager in
            try await manager.create(
                "lab-one", #","config":{"resources":{"cpu":"2","mem":"1g"}}"#, by: TestManager.user)
            _ = try await manager.send("DELETE", "/session/lab-one", by: TestManager.user)
            for _ in 0..<100 {
                if try await manager.send("GET", "/session/lab-one", by: TestManager.user).status == 404 { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            let day = RequestDate.header(for: Timestamp.date(Timestamp.now())).day
            let body = #"{"month":"\#(day.prefix(6))"}"#
            let groups = try await manager.send("GET", "/resource/usage/month", body).body.items ?? []
            #expect(groups.count == 1 && groups.first?["g_name"] == "default")
            let kernel = groups.first?["c_infos"]?.items?.first
            #expect(
                kernel?["name"] == "lab-one" && kernel?["cpu_allocated"] == 2 && kernel?["email"] == "user@lablup.com")
            let empty = try await manager.send("GET", "/resource/usage/month", #"{"month":"202001"}"#)
            #expect(empty.body == [])
            #expect(try await manager.send("GET", "/resource/usage/month", body, by: TestManager.user).status == 401)
            let stats =
                try await manager.send("GET", "/resource/stats/user/month", by: TestManager.user).body.items ?? []
            #expect(stats.count == 2880 && stats.last?["num_sessions"] == ["value": 1, "unit_hint": "count"])
            #expect(try await manager.send("GET", "/resource/stats/admin/month").body.items?.count == 2880)
            #expect(
                try await manager.send("GET", "/resource/stats/user/month", by: TestManager.secondUser).body.items?
                    .last?["num_sessions"]?["value"] == 0)
        }
    }

    @Test("there is nothing to recalculate and no watcher to ask, and only superadmins are told so")
    func administration() async throws {
        try await TestManager.with { manager in
            #expect(try await manager.send("POST", "/resource/recalculate-usage").body == [:])
            let watcher = try await manager.send("GET", "/resource/watcher", #"{"agent_id":"i-a"}"#)
            #expect(watcher.status == 503 && watcher.body["hint"] != nil)
            for (method, path) in [("POST", "/resource/recalculate-usage"), ("POST", "/resource/watcher/agent/stop")] {
                #expect(try await manager.send(method, path, by: TestManager.user).status == 401)
            }
        }
    }
}
