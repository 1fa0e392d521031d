import Core
import Hummingbird

/// The handshake, the echo of `/auth` and the resource slots.
struct CommonRoutes {
    let directory: AgentDirectory

    func add(to routes: inout ManagerRoutes) {
        routes.open(.get, "/", version)
        routes.signed(.get, "/auth", echo)
        routes.signed(.post, "/auth", echo)
        routes.signed(.get, "/auth/test", echo)
        routes.signed(.post, "/auth/test", echo)
        routes.open(.get, "/config/resource-slots", resourceSlots)
    }

    @Sendable
    private func version(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        .json(["version": .string(APIVersion.current.description), "manager": .string(APIVersion.managerRelease)])
    }

    @Sendable
    private func echo(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let text = parameters.requiredString("echo")
        try parameters.finish()
        return .json(["authorized": "yes", "echo": .string(text)])
    }

    @Sendable
    private func resourceSlots(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let slots = directory.slotTypes.sorted { $0.key < $1.key }
        return .json(.object(slots.map { .init($0.key.rawValue, .string($0.value.rawValue)) }))
    }
}
