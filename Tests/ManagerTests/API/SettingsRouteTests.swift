import Core
import Testing

@testable import Manager

@Suite("Routes of the configuration")
struct SettingsRouteTests {
    private static func result(_ manager: TestManager, _ key: String, prefix: Bool = false) async throws -> JSONValue? {
        try await manager.send("POST", "/config/get", #"{"key":"\#(key)","prefix":\#(prefix)}"#).body["result"]
    }

    @Test("what is set is given back, alone and in its object, until it is removed; all of it is in the audit log")
    func round() async throws {
        try await TestManager.with { manager in
            let set = try await manager.send("POST", "/config/set", #"{"key":"my/a","value":{"x":5,"y":null}}"#)
            #expect(set.status == 200 && set.body == ["result": "ok"])
            #expect(try await Self.result(manager, "my/a/x") == "5")
            #expect(try await Self.result(manager, "my", prefix: true) == ["a": ["x": "5", "y": "None"]])
            #expect(try await Self.result(manager, "my/none") == .some(.null))
            _ = try await manager.send("POST", "/config/delete", #"{"key":"my/a/x"}"#)
            #expect(try await Self.result(manager, "my", prefix: true) == ["a": ["y": "None"]])
            _ = try await manager.send("POST", "/config/delete", #"{"key":"my","prefix":true}"#)
            #expect(try await Self.result(manager, "my", prefix: true) == [:])
            let rows = try await manager.audit("cluster-configuration")
            #expect(rows.map(\.action) == ["modify", "delete", "delete"])
            #expect(rows.first?.after == ["my/a/x": "5", "my/a/y": "None"])
        }
    }

    @Test("a value that a key cannot have is refused, and takes effect otherwise")
    func known() async throws {
        try await TestManager.with { manager in
            for (key, value) in [
                ("config/logs/error/retention", "soon"), ("config/agent/max-container-count", "0"),
                ("config/api/resources/group_resource_visibility", "perhaps"), ("manager/status", "dancing"),
            ] {
                let answer = try await manager.send("POST", "/config/set", #"{"key":"\#(key)","value":"\#(value)"}"#)
                #expect(answer.status == 400, "\(key)")
                #expect(answer.body["msg"]?.text?.contains(value) == true)
                #expect(answer.body["hint"] != nil)
            }
            _ = try await manager.send("POST", "/config/set", #"{"key":"manager/status","value":"frozen"}"#)
            #expect(try await manager.send("GET", "/manager/status").body["status"] == "frozen")
        }
    }

    @Test("secrets do not reach the audit log")
    func secrets() async throws {
        try await TestManager.with { manager in
            let body = #"{"key":"config/redis","value":{"addr":"h:1","password":"hunter2"}}"#
            _ = try await manager.send("POST", "/config/set", body)
            let after = try await manager.audit("cluster-configuration").first?.after
            #expect(after == ["config/redis/addr": "h:1", "config/redis/password": "(secret)"])
        }
    }

    @Test("nobody but superadmins reads or changes the configuration", arguments: ["get", "set", "delete"])
    func roles(route: String) async throws {
        try await TestManager.with { manager in
            for keypair in [TestManager.domainAdmin, TestManager.user] {
                let answer = try await manager.send(
                    "POST", "/config/\(route)", #"{"key":"a","value":"1"}"#, by: keypair)
                #expect(answer.status == 401)
            }
        }
    }

    @Test("slots are described by their names, those of the scaling group when it is known")
    func slots() async throws {
        try await TestManager.with { manager in
            let details = try await manager.send("GET", "/config/resource-slots/details?sgroup=default").body
            #expect(details.members?.map(\.name) == ["cpu", "mem"])
            #expect(details["mem"]?["number_format"] == ["binary": true, "round_length": 0])
            #expect(try await manager.send("GET", "/config/vfolder-types", by: nil).body == ["group", "user"])
            #expect(try await manager.send("GET", "/config/docker-registries").body == [:])
        }
    }
}
