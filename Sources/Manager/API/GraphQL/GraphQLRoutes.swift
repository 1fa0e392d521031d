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
    let services: ManagerServices

    func add(to routes: inout ManagerRoutes) {
        routes.signed(.post, "/admin/gql", answer)
    }

    @Sendable
    private func answer(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var request = request
        let buffer = try await request.collectBody(upTo: context.maxUploadSize)
        guard let body = try? JSONValue(parsing: Array(buffer.readableBytesView)).decoded(as: Body.self) else {
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
            context: GraphQLContext(
                requester: try context.requester(), services: services, requestID: nil)
        )
        var bytes: [UInt8] = []
        response.writeJSON(into: &bytes)
        return .json(bytes)
    }
}
