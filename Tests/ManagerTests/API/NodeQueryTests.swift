import Core
import FoundationEssentials
import GraphQL
import Testing

@testable import Manager

@Suite("Nodes")
struct NodeQueryTests {

    /// The e-mail addresses of a page of users, and what it says of itself.
    private static func page(
        _ manager: TestManager, _ arguments: String
    ) async throws -> (emails: [String], info: JSONValue) {
        let answer = try await manager.query(
            """
            { user_nodes(order: "email", \(arguments)) { count edges { node { email } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
            """)
        let nodes = try #require(answer.body["data"]?["user_nodes"], "\(answer.text)")
        #expect(nodes["count"] == 5)
        return (
            nodes["edges"]?.items?.compactMap { $0["node"]?["email"]?.text } ?? [], nodes["pageInfo"] ?? .null
        )
    }

    @Test("pages forwards begin after the cursor, those backwards end before it, and say whether there is more")
    func pages() async throws {
        try await TestManager.with { manager in
            let first = try await Self.page(manager, "first: 2")
            #expect(first.emails == ["admin@lablup.com", "domain-admin@lablup.com"])
            #expect(first.info["hasNextPage"] == true)
            #expect(first.info["hasPreviousPage"] == false)
            let end = try #require(first.info["endCursor"]?.text)
            let rest = try await Self.page(manager, #"first: 9, after: "\#(end)""#)
            #expect(rest.emails == ["monitor@lablup.com", "user2@lablup.com", "user@lablup.com"])
            #expect(rest.info["hasNextPage"] == false)
            #expect(rest.info["hasPreviousPage"] == true)
            let start = try #require(rest.info["startCursor"]?.text)
            let before = try await Self.page(manager, #"last: 1, before: "\#(start)""#)
            #expect(before.emails == ["domain-admin@lablup.com"])
            #expect(try await Self.page(manager, "last: 1").emails == ["user@lablup.com"])
            #expect(try await Self.page(manager, "offset: 3, first: 1").emails == ["user2@lablup.com"])
            #expect(try await Self.page(manager, "first: 0").emails == [])
        }
    }

    @Test(
        "what makes no page is refused in a sentence",
        arguments: [
            ("first: 1, last: 1", "Can only paginate with single direction"),
            (#"first: 1, before: "x""#, "Can only paginate with single direction"),
            ("first: -1", "must be a non-negative integer"), ("last: -1", "must be a non-negative integer"),
            ("offset: -1", "OFFSET must not be negative"), (#"after: "x""#, "is of no item of this list"),
            (#"after: "VXNlck5vZGU6eA==""#, "is of no item of this list"),
        ])
    func refusals(_ arguments: String, _ message: String) async throws {
        try await TestManager.with { manager in
            let answer = try await manager.query("{ user_nodes(\(arguments)) { count } }")
            #expect(answer.body["data"]?["user_nodes"] == .null)
            let given = answer.body["errors"]?.items?.first?["message"]?.text ?? ""
            #expect(given.contains(message), "\(answer.text)")
        }
    }

    @Test("a node is found by its global id, with the type that this names")
    func node() async throws {
        try await TestManager.with { manager in
            let group = TenancyFixture.example.groupID
            let id = Data("GroupNode:\(group)".utf8).base64EncodedString()
            let query = "{ node(id: \"\(id)\") { id ... on GroupNode { name user_nodes { count } } } }"
            let answer = try await manager.query(query)
            #expect(
                answer.body["data"]?["node"]
                    == ["id": .string(id), "name": "default", "user_nodes": ["count": 5]],
                "\(answer.text)")
            let unknown = Data("ImageNode:x".utf8).base64EncodedString()
            let refused = try await manager.query("{ node(id: \"\(unknown)\") { id } }")
            #expect(refused.text.contains(#"Relay Node \"ImageNode\" not found in schema"#))
            let absent = try await manager.query("{ user_node(id: \"\(group)\") { id } }")
            #expect(absent.body["data"]?["user_node"] == .null)
        }
    }
}
