import Synchronization

/// Opens once and lets any number of waiting tasks through.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [Outcome<Void>] = []
    }

    private let state = Mutex(State())

    /// Lets everyone through, now and later.
    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resolve(()) }
    }

    /// Waits until the gate opens or the task is cancelled.
    func wait() async {
        let waiter = Outcome<Void>()
        let isOpen = state.withLock { state in
            if !state.isOpen { state.waiters.append(waiter) }
            return state.isOpen
        }
        guard !isOpen else { return }
        await waiter.value { waiter.resolve(()) }
    }
}
