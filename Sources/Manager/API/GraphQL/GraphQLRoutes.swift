import Core
import GraphQL
import Hummingbird
import NIOCore

/// `POST /admin/gql`.
struct GraphQLRoutes {
    private struct Body: Decodable {
        let query: String?
        let variables: GraphQLValue?
        let operationName: String?
        let operation_name: String?
    }

    let executor: GraphQLExecutor<GraphQLContext>
    let sessions: SessionService

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .post, "/admin/gql", answer,
            .init(
                "Runs a GraphQL query; what fails in it is told in `errors`, with status 200 or 400", .graphQL,
                input: [
                    "query": .text, "variables": .optional(.map(.anything)), "operationName": .optional(.text),
                    "operation_name": .optional(.text),
                ], isOpen: true,
                answer: .json(.object(["data": .optional(.anything), "errors": .optional(.list(.anything))]))))
    }

    @Sendable
    private func answer(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var request = request
        let buffer = try await request.collectBody(upTo: context.maxUploadSize)
        let value = try JSONBody.parse(buffer)
        guard let body = try? value.decoded(as: Body.self) else {
            throw BackendError(.invalidParameters, "Malformed body", hint: "send a JSON object with `query`")
        }
        guard let query = body.query else {
            throw BackendError(.invalidParameters, "Input validation error", data: ["query": "is required"])
        }
        guard !query.isEmpty else {
            throw BackendError(
                .invalidParameters, "Input validation error", data: ["query": "blank value is not allowed"])
        }
        switch body.variables {
        case nil, .null, .object: break
        default:
            let problems: JSONValue = ["0": "value should be None", "1": "value is not a dict"]
            throw BackendError(.invalidParameters, "Input validation error", data: ["variables": problems])
        }
        let response = await executor.execute(
            query,
            operationName: body.operationName ?? body.operation_name,
            variables: body.variables ?? .null,
            context: GraphQLContext(requester: try context.requester(), sessions: sessions)
        )
        var bytes: [UInt8] = []
        response.writeJSON(into: &bytes)
        return .json(bytes)
    }
}
