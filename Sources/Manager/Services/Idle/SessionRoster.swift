import Core
import Synchronization

/// The sessions that have begun to run, or stopped doing so, since somebody asked.
final class SessionRoster: Sendable {
    private let changed = Mutex<Set<SessionID>>([])
    /// Says that there are some.
    let signal = Signal()

    /// Takes in what has become of a session.
    func note(_ session: SessionRecord) {
        guard session.status.acceptsCode || session.status == .terminating || session.status.isFinal else { return }
        note(session.id)
    }

    /// A session is to be looked at again.
    func note(_ session: SessionID) {
        changed.withLock { _ = $0.insert(session) }
        signal.fire()
    }

    /// Hands them over.
    func take() -> Set<SessionID> {
        changed.withLock { changed in
            defer { changed = [] }
            return changed
        }
    }
}
