import Core
import Logging
import ServiceLifecycle

/// Ends sessions that nobody has used for as long as their owner's policy allows.
struct IdleTimer: Service {
    let store: Store
    let engine: SessionEngine
    let activity: SessionActivity
    let interval: Duration
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                await check()
            }
        }
    }

    private func check() async {
        guard let sessions = try? await store.idleTimeouts() else { return }
        activity.keep(Set(sessions.map(\.session)))
        for (session, timeout) in sessions {
            guard let since = activity.idleSince(session), .now - since >= .seconds(timeout) else { continue }
            logger.info("session idle for too long", metadata: ["session.id": "\(session)"])
            _ = try? await engine.terminate(session, reason: .idleTimeout)
        }
    }
}
