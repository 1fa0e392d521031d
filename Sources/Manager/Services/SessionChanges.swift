import Core
import Synchronization

/// Tells whoever waits for a session that it has changed.
///
/// Changes are values already saved. A listener that falls behind is not dropped: each change is small and rare.
final class SessionChanges: Sendable {
    private struct State {
        var next = 0
        var listeners: [SessionID: [Int: AsyncStream<SessionRecord>.Continuation]] = [:]
    }

    private let state = Mutex(State())
    /// Whom idle checks are to look at again.
    let roster = SessionRoster()

    /// The changes of one session from now on.
    func changes(of session: SessionID) -> AsyncStream<SessionRecord> {
        AsyncStream { continuation in
            let number = state.withLock { state in
                state.next += 1
                state.listeners[session, default: [:]][state.next] = continuation
                return state.next
            }
            continuation.onTermination = { [weak self] _ in self?.remove(number, of: session) }
        }
    }

    /// Passes a saved change on.
    func publish(_ session: SessionRecord) {
        roster.note(session)
        let listeners = state.withLock { $0.listeners[session.id].map { Array($0.values) } ?? [] }
        for listener in listeners { listener.yield(session) }
    }

    private func remove(_ number: Int, of session: SessionID) {
        state.withLock { state in
            state.listeners[session]?[number] = nil
            if state.listeners[session]?.isEmpty == true { state.listeners[session] = nil }
        }
    }
}
