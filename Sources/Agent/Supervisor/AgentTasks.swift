import ServiceLifecycle

/// Runs work that outlives the request that caused it, as children of one service.
struct AgentTasks: Service {
    private let work: AsyncStream<@Sendable () async -> Void>
    private let continuation: AsyncStream<@Sendable () async -> Void>.Continuation

    init() {
        (work, continuation) = AsyncStream.makeStream()
    }

    /// Starts `body` soon.
    func start(_ body: @escaping @Sendable () async -> Void) { continuation.yield(body) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await body in work { group.addTask { await body() } }
                group.cancelAll()
            }
        }
    }
}
