import Core
import Testing

@testable import Manager

@Suite("Maintenance")
struct MaintenanceRouteTests {
    private static func freeze(_ manager: TestManager, _ more: String = "") async throws {
        let answer = try await manager.send("PUT", "/manager/status", #"{"status":"frozen"\#(more)}"#)
        #expect(answer.status == 204)
    }

    @Test("a frozen manager changes nothing and goes on reading, running code and being maintained")
    func frozen() async throws {
        try await TestManager.with { manager in
            try await manager.create("before", by: TestManager.user)
            try await Self.freeze(manager)
            let refused = try await manager.create("after", by: TestManager.user)
            #expect(refused.status == 503)
            #expect(refused.body["type"] == "https://api.backend.ai/probs/server-frozen")
            #expect(
                refused.body["title"] == "The server is frozen due to maintenance. Please try again later.")
            let dotfile = #"{"data":"x","path":".a","permission":"600"}"#
            #expect(try await manager.send("POST", "/user-config/dotfiles", dotfile).status == 503)
            #expect(try await manager.send("GET", "/session/before", by: TestManager.user).status == 200)
            #expect(try await manager.send("POST", "/auth", #"{"echo":"x"}"#).status == 200)
            #expect(try await manager.query("{ keypair { user_id } }").status == 200)
            let status = try await manager.send("GET", "/manager/status", by: nil).body
            #expect(status["status"] == "frozen" && status["active_sessions"] == 1)
            #expect(status["nodes"]?.items?.first?["api_version"] == [7, "20230615"])
            #expect(try await manager.send("PUT", "/manager/status", #"{"status":"running"}"#).status == 204)
            #expect(try await manager.create("after", by: TestManager.user).status == 201)
            #expect(try await manager.audit("manager-status").map(\.after) == ["frozen", "running"])
        }
    }

    @Test("with force_kill every session ends")
    func killing() async throws {
        try await TestManager.with { manager in
            try await manager.create("lab-one", by: TestManager.user)
            try await manager.create("lab-two", by: TestManager.secondUser)
            try await Self.freeze(manager, #","force_kill":true"#)
            let reasons = try await manager.store.transaction { connection throws(StoreError) in
                try connection.query("SELECT status_info FROM sessions").map { $0.text("status_info") }
            }
            #expect(reasons == ["force-terminated", "force-terminated"])
        }
    }

    @Test(
        "of the requests that are no GET these go on while the manager is frozen, and no others",
        arguments: [
            ("POST", "/auth", true), ("POST", "/admin/gql", true), ("POST", "/session/x", true),
            ("DELETE", "/session/x", true), ("POST", "/session/x/interrupt", true), ("POST", "/config/set", true),
            ("POST", "/logs/error/1/clear", true), ("GET", "/anything", true), ("POST", "/session", false),
            ("POST", "/session/_/create", false), ("POST", "/session/_/create-from-template", false),
            ("PATCH", "/session/x", false), ("POST", "/session/x/rename", false), ("POST", "/auth/signup", false),
            ("POST", "/folders", false), ("DELETE", "/template/session/1", false), ("POST", "/session/_", false),
        ]
    )
    func exceptions(method: String, path: String, isAllowed: Bool) {
        #expect(MaintenanceRules.allows(method, path) == isAllowed)
    }

    @Test("an announcement is everybody's until it is taken back")
    func announcement() async throws {
        try await TestManager.with { manager in
            let path = "/manager/announcement"
            let before = try await manager.send("GET", path, by: nil)
            #expect(before.body == ["enabled": false, "message": ""])
            #expect(try await manager.send("POST", path, #"{"enabled":true,"message":"news"}"#).status == 204)
            #expect(try await manager.send("GET", path, by: nil).body == ["enabled": true, "message": "news"])
            #expect(try await manager.send("POST", path, #"{"enabled":true}"#, by: TestManager.user).status == 401)
            #expect(try await manager.send("POST", path, #"{"enabled":false,"message":null}"#).status == 204)
            #expect(try await manager.send("GET", path, by: nil).body == ["enabled": false, "message": ""])
        }
    }

    @Test("an excluded agent gets no sessions until it is included again, and the waiting ones start then")
    func agents() async throws {
        try await TestManager.with { manager in
            let path = "/manager/scheduler/operation"
            let exclude = try await manager.send("POST", path, #"{"op":"exclude-agents","args":["i-a"]}"#)
            #expect(exclude.status == 204)
            let waiting = try await manager.create("lab-one", #","enqueueOnly":true"#)
            #expect(waiting.body["status"] == "PENDING")
            #expect(try await manager.send("GET", "/session/lab-one").body["status"] == "PENDING")
            // What the agent says of itself changes nothing about it.
            try await manager.store.register(TestStore.node("i-a", cpu: 8), scalingGroup: "default")
            #expect(
                try await manager.send("POST", "/manager/scheduler/trigger", #"{"event":"schedule"}"#).status == 204)
            #expect(try await manager.send("GET", "/session/lab-one").body["status"] == "PENDING")
            let include = try await manager.send("POST", path, #"{"op":"include-agents","args":["i-a"]}"#)
            #expect(include.status == 204)
            #expect(try await manager.send("GET", "/session/lab-one").body["status"] != "PENDING")
            let unknown = try await manager.send("POST", path, #"{"op":"include-agents","args":["i-a","i-x"]}"#)
            #expect(unknown.status == 404 && unknown.body["title"] == "No such agent instance.")
            let passes = try await manager.send("GET", "/manager/scheduler/status").body
            #expect(passes["schedule"]?["trigger_event"] == "do_schedule" && passes["prepare"] != nil)
        }
    }
}
