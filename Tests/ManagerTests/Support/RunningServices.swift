import Logging
import ServiceLifecycle

/// Runs services until `body` returns.
func withServices<Result: Sendable>(
    _ services: [any Service], _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let group = ServiceGroup(configuration: .init(services: services, logger: logger))
    async let running: Void = group.run()
    do {
        let result = try await body()
        await group.triggerGracefulShutdown()
        try await running
        return result
    } catch {
        await group.triggerGracefulShutdown()
        try? await running
        throw error
    }
}
