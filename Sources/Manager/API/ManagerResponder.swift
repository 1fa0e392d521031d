import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1

/// Answers every plain request: what comes before the routes, and what every answer has.
///
/// One step instead of a chain of middleware, because the head is read once and each link costs more than what it does.
struct ManagerResponder: HTTPResponder {
    let routes: RouterResponder<ManagerRequestContext>
    let table: RouteTable
    let cors: CORSPolicy

    func respond(to request: Request, context: ManagerRequestContext) async throws -> Response {
        let received = ReceivedRequest(head: request.head, remoteAddress: context.remoteAddress)
        var context = context
        context.received = received
        var response: Response
        do {
            response = try await answer(request, received, context)
        } catch let error as HTTPParserError {
            // A body that breaks the rules of HTTP: the connection is answered, and ends.
            throw error
        } catch {
            response = .problem(problem(for: error, received, context), table: table, at: received.path)
        }
        if let origin = received.origin, received.preflight == nil || request.method != .options {
            cors.apply(to: &response.headers, for: origin, usesCookie: received.usesCookie)
        }
        return response
    }

    private func answer(
        _ request: Request, _ received: ReceivedRequest, _ context: ManagerRequestContext
    ) async throws -> Response {
        if let fault = received.fault { throw fault }
        try AuthenticationService.checkVersion(received.signed.apiVersion)
        var response: Response
        if received.method == .options {
            response = try preflight(received)
        } else {
            response = try await routes.respond(to: request.routed(received), context: context)
            // The routes tell what they do not find by an error, so that this is the router's own answer.
            if response.status == .notFound { throw RouteFailure(status: .notFound, text: nil) }
        }
        if response.status.kind == .successful, !response.headers.contains(.rateLimit) {
            response.headers.append(.anonymous)
        }
        return response
    }

    private func preflight(_ received: ReceivedRequest) throws(BackendError) -> Response {
        let methods = table.methods(at: String(received.path))
        guard !methods.isEmpty else { throw BackendError(.unknownPath, data: .string(String(received.path))) }
        guard let preflight = received.preflight,
            var headers = cors.answer(preflight, methods: methods, usesCookie: received.usesCookie)
        else { throw BackendError(.badRequest) }
        headers[.contentType] = "application/octet-stream"
        return Response(status: .ok, headers: headers)
    }

    private func problem(
        for error: any Error, _ received: ReceivedRequest, _ context: ManagerRequestContext
    ) -> BackendError {
        switch error {
        case let error as BackendError: return error
        case let error as StoreError:
            context.logger.error("store failed", metadata: ["error": "\(error)"])
            return error.problem
        case let error as RouteFailure: return problem(for: error, at: String(received.path))
        case let error as AgentProblem: return BackendError(.kernelExecutionFailed, error.message)
        default:
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return BackendError(.internalError)
        }
    }

    private func problem(for failure: RouteFailure, at path: String) -> BackendError {
        switch failure.status.code {
        case 404:
            return table.methods(at: path).isEmpty
                ? BackendError(.unknownPath, data: .string(path)) : BackendError(.methodNotAllowed)
        case 405: return BackendError(.methodNotAllowed)
        case 413: return BackendError(.bodyTooLarge, hint: "upload large files instead of sending them as code")
        default: return BackendError(.badRequest, failure.text)
        }
    }
}

extension Request {
    /// The request as the routes are to see it: by its path, with the method that is meant.
    fileprivate func routed(_ received: ReceivedRequest) -> Request {
        guard received.method != head.method || received.signed.target != head.path else { return self }
        var head = head
        head.method = received.method
        head.path = received.signed.target
        return Request(head: head, body: body)
    }
}

extension Response {
    /// The answer that reports `error`, with what its status calls for.
    fileprivate static func problem(_ error: BackendError, table: RouteTable, at path: Substring) -> Response {
        var headers = HTTPFields()
        if error.code == .methodNotAllowed {
            headers[.allow] = table.methods(at: String(path)).sorted().joined(separator: ",")
        }
        return .problem(error, headers: headers)
    }
}
