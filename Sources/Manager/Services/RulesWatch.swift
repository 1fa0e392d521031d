import ServiceLifecycle

/// Has the scheduler look again when limits, or the rules of scaling groups, have changed.
struct RulesWatch: Service {
    let store: Store
    let engine: SessionEngine

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let (signals, signal) = store.rulesHint.listen()
            defer { signal.finish() }
            for await _ in signals { await engine.requestScheduling() }
        }
    }
}
