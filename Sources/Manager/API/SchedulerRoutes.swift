import Core
import Hummingbird

/// The route `/scheduler/overview`: who waits, what agents give, and who holds how much.
struct SchedulerRoutes {
    let sessions: SessionService

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .get, "/scheduler/overview", overview,
            .init(
                "Who waits, what agents give, and who holds how much", .resources, .everybody,
                answer: .json(
                    .object([
                        "waiting": .integer, "queue": .list(.anything), "agents": .list(.anything),
                        "owners": .list(.anything),
                    ]))))
    }

    @Sendable
    private func overview(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        try parameters.finish()
        return .json(try await sessions.overview(for: try context.requester()).json)
    }
}
