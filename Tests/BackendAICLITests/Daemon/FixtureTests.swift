import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Fixture files")
struct FixtureTests {
    private static let file: JSONValue = [
        "__mode": "insert",
        "keypairs": [["user_id": "me@example.com", "access_key": "AKIA1", "secret_key": "s", "is_admin": false]],
        "users": [
            [
                "uuid": "u-1", "email": "me@example.com", "username": "me", "password": "pass", "domain_name": "d",
                "role": "user", "integration_id": nil,
            ]
        ],
        "groups": [["id": "g-1", "name": "lab", "domain_name": "d", "total_resource_slots": ["cpu": "4"]]],
        "association_groups_users": [["group_id": "g-1", "user_id": "u-1"]],
        "domains": [["name": "d", "total_resource_slots": [:], "colour": "blue"]],
        "vfolders": [],
    ]

    @Test("what others need comes first, whatever the file's order; names, ids and what is left out are told apart")
    func plan() throws {
        let plan = try FixturePlan(Self.file)

        #expect(
            plan.rows.map(\.title) == ["domains d", "groups lab", "users me@example.com", "keypairs me@example.com"])
        #expect(plan.unknownTables == ["vfolders"])
        #expect(plan.rows[0].ignored == ["colour"])
        #expect(plan.rows[1].properties.contains(.init("total_resource_slots", "{\"cpu\":\"4\"}")))
        #expect(plan.rows[2].groups == ["g-1"] && plan.rows[2].id == "u-1")
        #expect(plan.rows[2].properties.contains(.init("need_password_change", false)))
        #expect(plan.rows[3].ignored == ["access_key", "secret_key"])
    }

    @Test("what is no fixture is refused with the reason")
    func malformed() {
        #expect(throws: FixturePlan.Malformed.self) { try FixturePlan([]) }
        #expect(throws: FixturePlan.Malformed.self) { try FixturePlan(["users": [["username": "me"]]]) }
        #expect(throws: FixturePlan.Malformed.self) { try FixturePlan(["users": ["x"]]) }
        #expect(throws: FixturePlan.Malformed.self) { try FixturePlan(["users": [:]]) }
    }

    @Test("rows are posted by the manager's own ids, those that are there are left, and new keys are told")
    func load() async throws {
        let server = try ScriptedServer { request, _ in
            func answer(_ data: String) -> String { ScriptedServer.json(#"{"data":{\#(data)}}"#) }
            if request.contains("domain(name: $name)") { return answer(#""domain":{"id":"d"}"#) }
            if request.contains("groups_by_name(") {
                return answer(#""groups_by_name":[{"id":"o","domain_name":"other"}]"#)
            }
            if request.contains("user(email: $email)") { return answer(#""user":null"#) }
            if request.contains("create_group(") {
                return answer(#""create_group":{"ok":true,"msg":"success","group":{"id":"made-1"}}"#)
            }
            if request.contains("create_user(") {
                return request.contains(#""group_ids":["made-1"]"#)
                    ? answer(#""create_user":{"ok":true,"msg":"success","user":{"uuid":"made-2"}}"#)
                    : answer(#""create_user":{"ok":false,"msg":"wrong group"}"#)
            }
            return answer(
                #""create_keypair":{"ok":true,"msg":"success","keypair":{"access_key":"AKIANEW","secret_key":"new"}}"#)
        }
        let environment = ["BACKEND_ENDPOINT": "http://127.0.0.1:\(server.port)"]
        let path = "/tmp/backend.ai-fixture-\(server.port).json"
        try PrivateFile.write(Self.file.encodedText, to: path)
        defer { try? SafeRemoval.remove(path) }
        let run = try await CommandRun(["mgr", "fixture", "populate", path], environment: environment)

        #expect(run.status == 0, "\(run)")
        #expect(run.output == "me@example.com\tAKIANEW\tnew\n")
        #expect(
            run.messages.contains("is there  domains d\n") && run.messages.contains("made      users me@example.com\n"))
        #expect(run.messages.hasSuffix("backend.ai: 3 made, 1 there already, 0 refused\n"))
    }

    @Test("every table has a mutation that is well formed")
    func mutations() {
        #expect(
            FixtureLoader.mutation(.domainScalingGroups)
                == "mutation($scaling_group: String!, $domain: String!) { associate_scaling_group_with_domain("
                + "scaling_group: $scaling_group, domain: $domain) { ok msg } }")
        #expect(
            FixtureLoader.mutation(.keypairs)
                == "mutation($user_id: String!, $props: KeyPairInput!) { create_keypair(user_id: $user_id, "
                + "props: $props) { ok msg keypair { access_key secret_key } } }")
    }
}
