import Core
import TestSupport
import Testing

@testable import BackendAIKit

@Suite("GraphQL of the client library")
struct GraphQLTests {
    private static func client(
        _ answer: @escaping @Sendable (ScriptedManager.Request) -> ScriptedManager.Answer
    ) throws -> (client: BackendAIClient, manager: ScriptedManager) {
        let manager = try ScriptedManager(answer)
        return (
            BackendAIClient(ClientConfiguration(endpoint: Endpoint(loopbackPort: manager.port), keypair: nil)), manager
        )
    }

    @Test("errors inside an answer are a problem with all their messages and their hint")
    func errors() async throws {
        let (client, manager) = try Self.client { _ in
            .init([
                "data": nil,
                "errors": [
                    ["message": "first", "path": ["user"]],
                    ["message": "second", "extensions": ["hint": "try that"]],
                ],
            ])
        }
        let error = await #expect(throws: ClientError.self) {
            try await client.graphQL.query("query { user { uuid } }")
        }
        guard case .problem(let report) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(report.code == .graphQLError && report.status == 400)
        #expect(report.message == "first; second" && report.hint == "try that")
        #expect(report.data?.items?.count == 2)
        withExtendedLifetime(manager) {}
    }

    @Test("a page that is not full is the last one, even if the total says otherwise")
    func shrinkingList() async throws {
        let (client, manager) = try Self.client { _ in
            .data(["agent_list": ["items": [["id": "a"]], "total_count": 300]])
        }
        let page = try await client.graphQL.list("agent_list", fields: ["id"])

        #expect(page == ListPage(items: [["id": "a"]], total: 300))
        #expect(manager.requests.count == 1)
    }

    @Test("an answer that is no list is told as one that is not understood")
    func noList() async throws {
        let (client, manager) = try Self.client { _ in .data(["agent_list": nil, "domains": "x"]) }
        await #expect(throws: ClientError.unexpectedAnswer("no list in the answer of `agent_list`")) {
            try await client.graphQL.list("agent_list", fields: ["id"])
        }
        await #expect(throws: ClientError.unexpectedAnswer("no list in the answer of `domains`")) {
            try await client.graphQL.all("domains", fields: ["name"])
        }
        withExtendedLifetime(manager) {}
    }

    @Test("a change tells whether it was made, why not, and what is now there")
    func change() async throws {
        let (client, manager) = try Self.client { _ in
            .data(["create_user": ["ok": true, "msg": "success", "user": ["uuid": "u"]]])
        }
        let result = try await client.graphQL.change(
            "create_user", [GraphQLVariable("email", "String!", "a@b.c")], item: ("user", ["uuid"]), more: ["task_id"])

        #expect(result.isDone && result.message == "success" && result.item == ["uuid": "u"])
        #expect(
            manager.requests.first?.query
                == "mutation($email:String!) { create_user(email:$email) { ok msg task_id user { uuid } } }")
    }

    @Test("digests are those of everybody else")
    func digest() {
        #expect(TextDigest.sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
