import Core
import HTTPTypes

/// The OpenAPI 3.1 document of the manager's routes.
struct OpenAPIDocument {
    let routes: [ManagerRoutes.Registration]

    /// The whole document; routes without a description are left out.
    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Backend.AI manager",
                "version": .string(ProductVersion.current),
                "description": """
                The REST part of the API, v7.20230615. Signed requests carry Date, X-BackendAI-Version and \
                Authorization. Every answer has X-Request-ID.
                """,
            ],
            "tags": .array(tags),
            "paths": .object(paths),
            "components": components,
        ]
    }

    private var tags: [JSONValue] {
        let used = Set(routes.compactMap { $0.description?.tag })
        return RouteDescription.Tag.allCases.filter(used.contains).map { ["name": .string($0.rawValue)] }
    }

    private var paths: [JSONValue.Member] {
        var order: [String] = []
        var operations: [String: [JSONValue.Member]] = [:]
        for route in routes {
            guard let description = route.description else { continue }
            let path = OpenAPIDocument.template(route.path)
            if operations[path] == nil { order.append(path) }
            operations[path, default: []].append(
                .init(route.method.rawValue.lowercased(), operation(route, description)))
        }
        return order.map { .init($0, .object(operations[$0] ?? [])) }
    }

    private func operation(_ route: ManagerRoutes.Registration, _ description: RouteDescription) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("operationId", .string(OpenAPIDocument.identifier(route))),
            .init("summary", .string(description.summary)),
            .init("tags", [.string(description.tag.rawValue)]),
            .init("security", route.isSigned ? [["signature": []]] : []),
        ]
        let parameters = parameters(of: route, description)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let body = body(of: route, description) { members.append(.init("requestBody", body)) }
        members.append(.init("responses", .object(answers(to: route, description))))
        return .object(members)
    }

    private func parameters(of route: ManagerRoutes.Registration, _ description: RouteDescription) -> [JSONValue] {
        var parameters: [JSONValue] = OpenAPIDocument.names(in: route.path).map { name in
            ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string", "minLength": 1]]
        }
        var query = description.query.map { ($0.key, $0.value) }
        if !OpenAPIDocument.hasBody(route.method) { query += (description.input ?? [:]).map { ($0.key, $0.value) } }
        for (name, schema) in query {
            parameters.append([
                "name": .string(name), "in": "query", "required": .bool(!schema.isOptional),
                "schema": schema.present.json,
            ])
        }
        return parameters
    }

    private func body(of route: ManagerRoutes.Registration, _ description: RouteDescription) -> JSONValue? {
        switch description.form {
        case .files:
            let files: JSONValue = ["type": "array", "items": ["type": "string", "format": "binary"]]
            let schema: JSONValue = ["type": "object", "properties": ["src": files], "required": ["src"]]
            return ["required": true, "content": ["multipart/form-data": ["schema": schema]]]
        case nil:
            guard OpenAPIDocument.hasBody(route.method), let input = description.input else { return nil }
            let schema = JSONSchema.object(input, isOpen: description.isOpen).json
            return [
                "required": .bool(input.contains { !$0.value.isOptional }),
                "content": ["application/json": ["schema": schema]],
            ]
        }
    }

    private func answers(
        to route: ManagerRoutes.Registration, _ description: RouteDescription
    ) -> [JSONValue.Member] {
        var answers: [JSONValue.Member] = []
        switch description.answer {
        case .json(let schema):
            answers.append(answer(description.status, "Success", ["application/json": ["schema": schema.json]]))
        case .bytes(let type): answers.append(answer(description.status, "Success", .object([.init(type, [:])])))
        case .empty: answers.append(answer(description.status, "Success", nil))
        case .webSocket(let sentence): answers.append(answer(101, sentence, nil))
        }
        var failures = Set(description.failures + [400])
        if route.isSigned { failures.formUnion([401, 429, 503]) }
        if description.input != nil || description.form != nil { failures.insert(413) }
        if !OpenAPIDocument.names(in: route.path).isEmpty { failures.insert(404) }
        // Whoever asks for another one's things may be told that this is not allowed.
        let names = description.query.map(\.key) + (description.input ?? [:]).map(\.key)
        if names.contains("owner_access_key") { failures.insert(403) }
        return answers
            + failures.sorted().map { .init(String($0), ["$ref": "#/components/responses/Problem"]) }
    }

    private func answer(_ status: Int, _ sentence: String, _ content: JSONValue?) -> JSONValue.Member {
        var members: [JSONValue.Member] = [.init("description", .string(sentence))]
        if let content { members.append(.init("content", content)) }
        return .init(String(status), .object(members))
    }

    private var components: JSONValue {
        let problem = JSONSchema.object([
            "type": .text, "title": .text, "msg": .optional(.text), "data": .optional(.anything),
            "hint": .optional(.text),
        ])
        return [
            "schemas": ["Problem": problem.json],
            "responses": [
                "Problem": [
                    "description": "A failure, told by its type",
                    "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
                ]
            ],
            "securitySchemes": [
                "signature": [
                    "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "BackendAI signMethod=HMAC-SHA256, credential=ACCESSKEY:SIGNATURE; see docs/api.md",
                ]
            ],
        ]
    }

    private static func hasBody(_ method: HTTPRequest.Method) -> Bool { [.post, .put, .patch].contains(method) }

    /// `/session/:id` in OpenAPI's spelling.
    private static func template(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }

    private static func names(in path: String) -> [String] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
    }

    private static func identifier(_ route: ManagerRoutes.Registration) -> String {
        let words = route.path.split { !$0.isLetter && !$0.isNumber }
        return ([route.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }
}
