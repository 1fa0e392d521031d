import Synchronization

/// A queue from the loop's thread to one consuming task, with back-pressure.
///
/// The producer asks ``isFull`` before it reads on and is called back through `onDrained` once
/// the consumer has made room. A lock and not an actor: the producer can't suspend.
final class Inbox<Element: Sendable>: Sendable {
    /// What a consumer is given: an element, `nil` at the end, or why there is no end.
    typealias Answer = Result<Element?, TransportError>

    fileprivate struct State {
        /// Taken elements are set to `nil` at once, so that only waiting bytes are held.
        var elements: [(element: Element?, weight: Int)] = []
        var head = 0
        var waiting = 0
        var isStalled = false
        var ending: Result<Void, TransportError>?
        var consumer: Outcome<Answer>?
    }

    private let limit: Int
    private let onDrained: @Sendable () -> Void
    private let state = Mutex(State())

    /// Creates a queue that is full from `limit` bytes on.
    init(limit: Int, onDrained: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.onDrained = onDrained
    }

    /// Whether the producer must stop; if so, `onDrained` will be called when half of the limit is free.
    func isFull() -> Bool {
        state.withLock { state in
            if state.waiting >= limit { state.isStalled = true }
            return state.isStalled
        }
    }

    /// Adds an element of `weight` bytes, or gives it to the waiting consumer.
    func push(_ element: Element, weight: Int) {
        state.withLock { state in
            guard state.ending == nil else { return }
            if let consumer = state.consumer.take(), consumer.resolve(.success(element)) { return }
            state.elements.append((element, weight))
            state.waiting += weight
        }
    }

    /// Ends the queue after what it holds; a later ending is ignored.
    func finish(_ ending: Result<Void, TransportError>) {
        state.withLock { state in
            guard state.ending == nil else { return }
            state.ending = ending
            _ = state.consumer.take()?.resolve(ending.map { nil })
        }
    }

    /// Ends the queue now and forgets what it holds.
    func discard(_ error: TransportError) {
        state.withLock { state in
            state.elements = []
            state.head = 0
            state.waiting = 0
            state.ending = .failure(error)
            _ = state.consumer.take()?.resolve(.failure(error))
        }
    }

    /// Waits for the next element; one task at a time.
    func next() async -> Answer {
        if Task.isCancelled { return .failure(.cancelled) }
        let waiter = Outcome<Answer>()
        let (answer, isDrained) = state.withLock { state in state.take(or: waiter, limit: limit) }
        if isDrained { onDrained() }
        if let answer { return answer }
        return await waiter.value { waiter.resolve(.failure(.cancelled)) }
    }
}

extension Inbox.State {
    /// The next answer, if there is one already, and whether the producer must be told of room.
    fileprivate mutating func take(or waiter: Outcome<Inbox<Element>.Answer>, limit: Int) -> (
        Inbox<Element>.Answer?, isDrained: Bool
    ) {
        guard head < elements.count else {
            if let ending { return (ending.map { nil }, false) }
            if let consumer, !consumer.isResolved {
                return (.failure(.failed(reason: "two tasks wait for the same stream")), false)
            }
            consumer = waiter
            return (nil, false)
        }
        let (element, weight) = elements[head]
        elements[head].element = nil
        head += 1
        waiting -= weight
        if head == elements.count || head >= 1024 {
            elements.removeFirst(head)
            head = 0
        }
        let isDrained = isStalled && waiting <= limit / 2
        if isDrained { isStalled = false }
        return (.success(element), isDrained)
    }
}
