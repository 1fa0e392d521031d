import Core
import Testing

@testable import Manager

@Suite("Routes of templates")
struct TemplateRouteTests {
    private static let path = "/template/session"

    private static func payload(_ name: String, _ more: String = "") -> String {
        let template = """
            {"api_version":"v1","kind":"taskTemplate","metadata":{"name":"\(name)"},"spec":{"kernel":{"image":"python"}}}
            """
        let body: JSONValue = ["payload": .string(#"[{"template":\#(template)\#(more)}]"#)]
        return body.encodedText
    }

    private static func make(_ manager: TestManager, _ name: String, by keypair: Keypair) async throws -> String {
        let answer = try await manager.send("POST", path, payload(name), by: keypair)
        return try #require(answer.body.items?.first?["id"]?.text, "\(answer.text)")
    }

    @Test("a template is its owner's: others find nothing, neither to read, nor to change, nor to remove")
    func ownership() async throws {
        try await TestManager.with { manager in
            let id = try await Self.make(manager, "mine", by: TestManager.user)
            let place = "\(Self.path)/\(id)"
            #expect(try await manager.send("GET", place, by: TestManager.user).body["name"] == "mine")
            #expect(try await manager.send("GET", place, by: TestManager.secondUser).body == [:])
            #expect(try await manager.send("GET", Self.path, by: TestManager.secondUser).body == [])
            for (method, body) in [("PUT", Self.payload("theirs") as String?), ("DELETE", nil)] {
                let answer = try await manager.send(method, place, body, by: TestManager.secondUser)
                #expect(answer.status == 404 && answer.body["title"] == "No such task template.")
            }
            for admin in [TestManager.domainAdmin, TestManager.superadmin] {
                let list = try await manager.send("GET", Self.path, by: admin).body
                #expect(list.items?.map { $0["is_owner"] } == [false])
            }
        }
    }

    @Test("a template is replaced and removed; what is removed is not there any more")
    func life() async throws {
        try await TestManager.with { manager in
            let id = try await Self.make(manager, "one", by: TestManager.user)
            let place = "\(Self.path)/\(id)"
            let replaced = try await manager.send("PUT", place, Self.payload("two"), by: TestManager.user)
            #expect(replaced.body == ["success": true])
            let list = try await manager.send("GET", Self.path, #"{"all":true}"#, by: TestManager.user).body
            #expect(list.items?.map { $0["name"] } == ["two"])
            #expect(try await manager.send("DELETE", place, by: TestManager.user).body == ["success": true])
            #expect(try await manager.send("DELETE", place, by: TestManager.user).status == 404)
            #expect(try await manager.send("GET", place, by: TestManager.user).body == [:])
            #expect(try await manager.send("GET", "\(Self.path)/xyz", by: TestManager.user).status == 400)
        }
    }

    @Test("nobody makes a template in another's name, but admins may, and that is recorded")
    func delegation() async throws {
        try await TestManager.with { manager in
            let second = #","user_uuid":"009fb1a4-487c-4f6e-9b1b-228b94b1d040""#
            let refused = try await manager.send("POST", Self.path, Self.payload("x", second), by: TestManager.user)
            #expect(refused.status == 403)
            let made = try await manager.send("POST", Self.path, Self.payload("x", second), by: TestManager.domainAdmin)
            #expect(made.body.items?.first?["user"] == "009fb1a4487c4f6e9b1b228b94b1d040", "\(made.text)")
            #expect(try await manager.audit("template").map(\.after) == [["name": "x"]])
            let group = try await manager.send(
                "POST", Self.path, Self.payload("x", #","group_id":"nosuch""#), by: TestManager.user)
            #expect(group.body["msg"] == "Invalid group")
        }
    }

    @Test("a cluster template names task templates that its maker may read")
    func clusters() async throws {
        try await TestManager.with { manager in
            let mine = try await Self.make(manager, "mine", by: TestManager.user)
            func body(_ id: String) -> String {
                let text = """
                    api_version: v1
                    kind: cluster_template
                    mode: single-node
                    metadata:
                      name: duo
                    spec:
                      nodes:
                      - role: main
                        session_template: \(id)
                    """
                return JSONValue.object([.init("payload", .string(text))]).encodedText
            }
            let path = "/template/cluster"
            let refused = try await manager.send("POST", path, body(mine), by: TestManager.secondUser)
            #expect(refused.status == 400)
            let made = try await manager.send("POST", path, body(mine), by: TestManager.user)
            let id = try #require(made.body["id"]?.text)
            #expect(try await manager.send("GET", path, by: TestManager.user).body.items?.count == 1)
            #expect(try await manager.send("GET", Self.path, by: TestManager.user).body.items?.count == 1)
            #expect(try await manager.send("GET", "\(path)/\(id)", by: TestManager.user).body["name"] == "duo")
            #expect(try await manager.send("GET", "\(path)/\(mine)", by: TestManager.user).status == 404)
        }
    }
}
