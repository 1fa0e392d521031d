import Synchronization

/// A value that arrives once, for one task that waits for it.
///
/// A lock and not an actor: it is resolved from the loop's thread, which can't suspend.
final class Outcome<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<Value, Never>)
        case resolved(Value)
    }

    private let state = Mutex(State.empty)

    /// Sets the value unless it is set already.
    ///
    /// - Returns: Whether this call set it.
    @discardableResult
    func resolve(_ value: Value) -> Bool {
        let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value, Never>?) in
            switch state {
            case .empty:
                state = .resolved(value)
                return (true, nil)
            case .awaited(let continuation):
                state = .resolved(value)
                return (true, continuation)
            case .resolved: return (false, nil)
            }
        }
        waiter?.resume(returning: value)
        return isFirst
    }

    /// Whether the value has arrived.
    var isResolved: Bool {
        state.withLock { state in
            if case .resolved = state { true } else { false }
        }
    }

    /// Waits for the value; at most one task may.
    ///
    /// When the task is cancelled, `onCancel` runs at once and should resolve the outcome.
    func value(onCancel: @escaping @Sendable () -> Void) async -> Value {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let value = state.withLock { state -> Value? in
                    if case .resolved(let value) = state { return value }
                    state = .awaited(continuation)
                    return nil
                }
                if let value { continuation.resume(returning: value) }
            }
        } onCancel: {
            onCancel()
        }
    }
}
