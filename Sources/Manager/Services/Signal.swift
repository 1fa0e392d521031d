import Synchronization

/// Tells any number of listeners that something may have changed; what, they find out themselves.
///
/// A listener that is busy finds one signal waiting, however many there were.
final class Signal: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// A stream of signals from now on, and what else may signal it or end it.
    func listen() -> (signals: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation) {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return (stream, continuation)
    }

    /// Signals everyone who listens.
    func fire() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    /// How many listen.
    var count: Int { state.withLock { $0.listeners.count } }
}
