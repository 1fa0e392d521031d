import Core
import Hummingbird

/// Notes the manager's own failures, with whose request it was; the failure itself passes on.
struct ServerErrorMiddleware: RouterMiddleware {
    let errors: ServerErrors

    func handle(
        _ request: Request,
        context: ManagerRequestContext,
        next: (Request, ManagerRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            if let (message, status) = ServerErrorMiddleware.failure(error) {
                errors.note(
                    message, user: context.verified?.user.id, target: request.head.path ?? "", status: status)
            }
            throw error
        }
    }

    /// What went wrong, and the status that it is answered with; nil when it is the client's business.
    private static func failure(_ error: any Error) -> (message: String, status: Int)? {
        switch error {
        case let error as BackendError:
            error.code.status == 500 || error.code.status == 507
                ? (error.message ?? error.title, error.code.status) : nil
        case let error as StoreError: (error.description, error.problem.code.status)
        case is any HTTPResponseError, is AgentProblem, is CancellationError: nil
        default: ("\(error)", 500)
        }
    }
}
