import Core
import NIOCore
import Synchronization

/// A connection to a session's runner, and how to have another one.
struct ReachedRunner: Sendable {
    let client: AgentClient
    let kernel: KernelID
    let socket: AgentSocket
}

/// Connections to runners whose last run is over, kept for the next one: making one takes longer than a query may.
///
/// One that breaks meanwhile, since its session has ended or its agent has gone, costs the next run no more than the try.
final class SpareStreams: Sendable {
    /// How long one is kept.
    private static let lifetime = Duration.seconds(30)

    /// Whose it is, and whose thread serves it: another thread's would have to be woken for every message.
    private struct Key: Hashable {
        let session: SessionID
        let eventLoop: ObjectIdentifier

        init(_ session: SessionID, _ eventLoop: any EventLoop) {
            self.session = session
            self.eventLoop = ObjectIdentifier(eventLoop)
        }
    }

    private struct Spare {
        let runner: ReachedRunner
        let since = ContinuousClock.now
    }

    private struct State {
        var spares: [Key: Spare] = [:]
        var isSwept = false
    }

    private let state = Mutex(State())
    private let tasks: BackgroundTasks

    init(tasks: BackgroundTasks) {
        self.tasks = tasks
    }

    /// The session's connection on a thread, which is the caller's then.
    func take(_ session: SessionID, on eventLoop: any EventLoop) -> ReachedRunner? {
        state.withLock { $0.spares.removeValue(forKey: Key(session, eventLoop))?.runner }
    }

    /// Keeps a connection over which nothing is under way.
    func keep(_ runner: ReachedRunner, for session: SessionID) {
        let (older, mustSweep) = state.withLock { state in
            let older = state.spares.updateValue(
                Spare(runner: runner), forKey: Key(session, runner.socket.eventLoop))
            defer { state.isSwept = true }
            return (older, !state.isSwept)
        }
        if let older { close([older]) }
        if mustSweep { tasks.start { [self] in await sweep() } }
    }

    private func sweep() async {
        var isGoingOn = true
        while isGoingOn {
            try? await Task.sleep(for: SpareStreams.lifetime / 3)
            let old = state.withLock { state in
                let old = state.spares.filter { .now - $0.value.since >= SpareStreams.lifetime }
                for key in old.keys { state.spares[key] = nil }
                isGoingOn = !state.spares.isEmpty && !Task.isCancelled
                state.isSwept = isGoingOn
                return Array(old.values)
            }
            close(old)
        }
    }

    private func close(_ spares: [Spare]) {
        for spare in spares { tasks.start { await spare.runner.socket.close() } }
    }
}
