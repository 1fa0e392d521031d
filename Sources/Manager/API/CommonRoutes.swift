import Core
import HTTPTypes
import Hummingbird

/// The handshake, the echo of `/auth` and the resource slots.
struct CommonRoutes {
    let directory: AgentDirectory
    var policy = SignaturePolicy.legacy

    func add(to routes: inout ManagerRoutes) {
        routes.open(
            .get, "/", version,
            .init(
                "The versions of API and manager, and how requests may be signed", .general, .everybody,
                answer: .json(.object(["version": .text, "manager": .text, "signatures": .list(.text)]))))
        for method in [HTTPRequest.Method.get, .post] {
            for path in ["/auth", "/auth/test"] {
                routes.signed(
                    method, path, echo,
                    .init(
                        "Gives back a text: shows that a signature is right", .authentication, .everybody,
                        input: ["echo": .text], answer: .json(.object(["authorized": .text, "echo": .text]))))
            }
        }
        routes.open(
            .get, "/config/resource-slots", resourceSlots,
            .init("The resource slots, and how each is counted", .resources, .everybody, answer: .json(.map(.text))))
    }

    @Sendable
    private func version(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        .json([
            "version": .string(APIVersion.current.description), "manager": .string(APIVersion.managerRelease),
            "signatures": .array(policy.schemes.map { .string($0.rawValue) }),
        ])
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
