import Core
import GraphQL
import HTTPTypes
import Testing

@testable import Manager

@Suite("OpenAPI document")
struct OpenAPITests {
    @Test("describes every route where it is registered")
    func complete() async throws {
        let routes = try await TestManager.routes()
        #expect(routes.registrations.count > 20)
        for route in routes.registrations {
            let summary = route.description?.summary ?? ""
            #expect(!summary.isEmpty, "`\(route.method) \(route.path)` has no description")
            #expect(!summary.hasSuffix("."))
        }
    }

    @Test("is served to anybody, in the form of OpenAPI 3.1")
    func document() async throws {
        try await TestManager.with { manager in
            let answer = try await manager.send("GET", "/spec/openapi.json", by: nil)
            #expect(answer.status == 200)
            #expect(answer.body["openapi"] == "3.1.0")
            let session = answer.body["paths"]?["/session/{id}"]
            #expect(session?.members?.map(\.name) == ["get", "delete", "post", "patch"])
            #expect(session?["get"]?["security"] == [["signature": []]])
            #expect(session?["get"]?["parameters"]?.items?.first?["in"] == "path")
            #expect(answer.body["paths"]?["/"]?["get"]?["security"] == [])
            #expect(answer.body["paths"]?["/spec/openapi.json"] != nil)
        }
    }

    @Test("names every operation once, and tells by which statuses it may be answered")
    func operations() async throws {
        let document = OpenAPIDocument(routes: try await TestManager.routes().registrations).json
        var identifiers: Set<String> = []
        for path in document["paths"]?.members ?? [] {
            for operation in path.value.members ?? [] {
                let identifier = try #require(operation.value["operationId"]?.text)
                #expect(identifiers.insert(identifier).inserted, "\(identifier)")
                #expect((operation.value["responses"]?.members?.count ?? 0) > 1, "\(identifier)")
            }
        }
        #expect(identifiers.count > 20)
    }

    @Test("parameters stand in the body where the method has one, else in the query")
    func parameters() throws {
        let description = RouteDescription(
            "Echoes", .general, .everybody, input: ["text": .text, "loud": .optional(.boolean)], answer: .empty)
        var routes = ManagerRoutes()
        routes.open(.get, "/echo", { _, _ in .json(.null) }, description)
        routes.open(.post, "/echo", { _, _ in .json(.null) }, description)
        let path = OpenAPIDocument(routes: routes.registrations).json["paths"]?["/echo"]
        #expect(
            path?["get"]?["parameters"] == [
                ["name": "text", "in": "query", "required": true, "schema": ["type": "string"]],
                ["name": "loud", "in": "query", "required": false, "schema": ["type": "boolean"]],
            ])
        let schema = path?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(schema?["required"] == ["text"])
        #expect(schema?["additionalProperties"] == false)
    }
}
