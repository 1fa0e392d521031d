import Core
import GraphQL
import Hummingbird
import NIOCore

/// GraphQL and its schema.
struct GraphQLRoutes {
    let executor: GraphQLExecutor<GraphQLContext>
    let services: ManagerServices

    func add(to routes: inout ManagerRoutes) {
        let answers = "what fails in it is told in `errors`, with status 200 or 400"
        routes.signed(.post, "/admin/gql", answer, description("Runs a GraphQL query; \(answers)", isLegacy: false))
        routes.signed(
            .post, "/admin/graphql", legacyAnswer,
            description("Runs a GraphQL query and answers its data alone", isLegacy: true))
        routes.signed(
            .get, "/spec/graphql", schema,
            .init("The GraphQL schema in the schema language", .graphQL, .everybody, answer: .bytes("text/plain")))
    }

    private func description(_ summary: String, isLegacy: Bool) -> RouteDescription {
        RouteDescription(
            summary, .graphQL, .everybody,
            input: [
                "query": .text, "variables": .optional(.map(.anything)), "operationName": .optional(.text),
                "operation_name": .optional(.text),
            ], isOpen: true,
            answer: .json(
                isLegacy
                    ? .map(.anything)
                    : .object(["data": .optional(.anything), "errors": .optional(.list(.anything))])))
    }

    @Sendable
    private func answer(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let response = try await response(to: request, context)
        var bytes: [UInt8] = []
        response.writeJSON(into: &bytes)
        return .json(bytes)
    }

    /// The form of before v6.20210815: the data alone, and errors as a problem.
    @Sendable
    private func legacyAnswer(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let response = try await response(to: request, context)
        var bytes: [UInt8] = []
        response.writeJSON(into: &bytes)
        let answer = try JSONValue(parsing: bytes)
        if let errors = answer["errors"], errors.items?.isEmpty == false {
            throw BackendError(.graphQLError, data: errors)
        }
        return .json(answer["data"] ?? .null)
    }

    /// The schema in the schema language.
    @Sendable
    private func schema(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: executor.schema.sdl)))
    }

    private func response(to request: Request, _ context: ManagerRequestContext) async throws -> GraphQLResponse {
        var request = request
        let buffer = try await request.collectBody(upTo: context.maxUploadSize)
        let value = try JSONBody.parse(buffer)
        let query = try text("query", of: value)
        let name = try text("operationName", of: value) ?? text("operation_name", of: value)
        guard let query else {
            throw BackendError(.invalidParameters, "Input validation error", data: ["query": "is required"])
        }
        guard !query.isEmpty else {
            throw BackendError(
                .invalidParameters, "Input validation error", data: ["query": "blank value is not allowed"])
        }
        let variables = value["variables"] ?? .null
        switch variables {
        case .null, .object: break
        default:
            let problems: JSONValue = ["0": "value should be None", "1": "value is not a dict"]
            throw BackendError(.invalidParameters, "Input validation error", data: ["variables": problems])
        }
        return await executor.execute(
            query,
            operationName: name,
            variables: GraphQLValue(variables),
            context: GraphQLContext(
                requester: try context.requester(), services: services, requestID: context.requestID),
            introspection: services.settings.allowsIntrospection
        )
    }

    /// A text of the body, which may be absent or null.
    private func text(_ name: String, of body: JSONValue) throws(BackendError) -> String? {
        guard body.members != nil else { throw GraphQLRoutes.malformed }
        switch body[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw GraphQLRoutes.malformed
        }
    }

    private static var malformed: BackendError {
        BackendError(.invalidParameters, "Malformed body", hint: "send a JSON object with `query`")
    }
}

extension GraphQLValue {
    /// The same value; a number without a fraction is an integer.
    fileprivate init(_ value: JSONValue) {
        self =
            switch value {
            case .null: .null
            case .bool(let truth): .bool(truth)
            case .integer(let number): .int(Int(number))
            case .number(let number): .float(number)
            case .string(let text): .string(text)
            case .array(let items): .list(items.map { GraphQLValue($0) })
            case .object(let members): .object(members.map { Member(name: $0.name, value: GraphQLValue($0.value)) })
            }
    }
}
