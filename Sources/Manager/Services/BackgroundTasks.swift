import ServiceLifecycle

/// Runs work that outlives the request that asked for it, as children of one service.
struct BackgroundTasks: Service {
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
