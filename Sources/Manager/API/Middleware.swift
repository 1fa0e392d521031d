import Core
import HTTPTypes
import Hummingbird
import Logging

/// Makes every failure the original's problem document.
struct ProblemMiddleware: RouterMiddleware {
    let routes: RouteTable

    func handle(
        _ request: Request,
        context: ManagerRequestContext,
        next: (Request, ManagerRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            try AuthenticationService.checkVersion(SignedRequest(head: request.head).apiVersion)
            return try await next(request, context)
        } catch let error as BackendError {
            return .problem(error, headers: headers(for: error, of: request))
        } catch let error as StoreError {
            context.logger.error("store failed", metadata: ["error": "\(error)"])
            return .problem(error.problem)
        } catch let error as HTTPError {
            let problem = problem(for: error, of: request)
            return .problem(problem, headers: headers(for: problem, of: request))
        } catch let error as any HTTPResponseError {
            // Errors of other libraries that stand for a status, such as NIO's for a body that is too long.
            return .problem(problem(for: HTTPError(error.status), of: request))
        } catch let error as AgentProblem {
            return .problem(BackendError(.kernelExecutionFailed, error.message))
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return .problem(BackendError(.internalError))
        }
    }

    private func problem(for error: HTTPError, of request: Request) -> BackendError {
        let path = String((request.head.path ?? "").prefix { $0 != "?" })
        switch error.status.code {
        case 404:
            return routes.methods(at: path).isEmpty
                ? BackendError(.unknownPath, data: .string(path)) : BackendError(.methodNotAllowed)
        case 405: return BackendError(.methodNotAllowed)
        case 413: return BackendError(.bodyTooLarge, hint: "upload large files instead of sending them as code")
        default: return BackendError(.badRequest, error.body)
        }
    }

    private func headers(for error: BackendError, of request: Request) -> HTTPFields {
        guard error.code == .methodNotAllowed else { return [:] }
        let path = String((request.head.path ?? "").prefix { $0 != "?" })
        return [.allow: routes.methods(at: path).sorted().joined(separator: ",")]
    }
}

/// Lets only signed requests through, and notes who signed.
struct AuthenticationMiddleware: RouterMiddleware {
    let authentication: AuthenticationService

    func handle(
        _ request: Request,
        context: ManagerRequestContext,
        next: (Request, ManagerRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.verified = try authentication.authenticate(SignedRequest(head: request.head))
        return try await next(request, context)
    }
}
