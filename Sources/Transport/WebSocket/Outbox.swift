import Synchronization

/// The frames of any number of senders on their way to the loop's thread, with back-pressure.
///
/// A lock and not an actor: the loop's thread can't suspend.
final class Outbox: Sendable {
    /// From this many unwritten bytes on, senders wait in line.
    static let limit = 256 * 1024

    fileprivate struct Sender {
        let frame: [UInt8]
        let outcome: Outcome<Result<Void, TransportError>>
    }

    fileprivate struct State {
        var frames: [[UInt8]] = []
        /// Bytes in `frames` and of those taken but not yet written.
        var waiting = 0
        var line: [Sender] = []
        var failure: TransportError?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let onFrames: @Sendable () -> Void

    /// `onFrames` is called when the loop's thread has something to take.
    init(onFrames: @escaping @Sendable () -> Void) {
        self.onFrames = onFrames
    }

    /// Accepts `frame`, waiting in line while too much is unwritten.
    ///
    /// A frame whose task was cancelled in line is never sent.
    func send(_ frame: [UInt8]) async throws(TransportError) {
        if Task.isCancelled { throw .cancelled }
        let outcome = Outcome<Result<Void, TransportError>>()
        let isFirst = state.withLock { state in
            if let failure = state.failure {
                outcome.resolve(.failure(failure))
            } else if state.line.isEmpty, state.waiting < Self.limit {
                outcome.resolve(.success(()))
                return state.accept(frame)
            } else {
                state.line.append(Sender(frame: frame, outcome: outcome))
            }
            return false
        }
        if isFirst { onFrames() }
        try await outcome.value {
            if outcome.resolve(.failure(.cancelled)) { self.leave(outcome) }
        }.get()
    }

    /// Queues a close frame behind the frames accepted so far; whoever still waits in line fails.
    func close(_ frame: [UInt8], code: UInt16) {
        let isFirst = state.withLock { state in
            guard state.failure == nil else { return false }
            state.fail(.closed(code: code, reason: "closed by this side"))
            state.isClosed = true
            return state.accept(frame)
        }
        if isFirst { onFrames() }
    }

    /// Refuses everything from now on and forgets what was not taken.
    func fail(_ error: TransportError) {
        state.withLock { state in
            state.fail(error)
            state.frames = []
        }
    }

    /// The frames to write next, and whether the last of them is the close frame.
    func take() -> (frames: [[UInt8]], isClosed: Bool) {
        state.withLock { state in
            let frames = state.frames
            state.frames = []
            return (frames, state.isClosed)
        }
    }

    /// Notes that `count` bytes are written and lets those in line in.
    func wrote(_ count: Int) {
        state.withLock { state in
            state.waiting -= count
            guard !state.line.isEmpty, state.waiting < Self.limit else { return }
            var accepted = 0
            while accepted < state.line.count, state.waiting < Self.limit {
                let sender = state.line[accepted]
                if sender.outcome.resolve(.success(())) { _ = state.accept(sender.frame) }
                accepted += 1
            }
            state.line.removeFirst(accepted)
        }
    }

    private func leave(_ outcome: Outcome<Result<Void, TransportError>>) {
        state.withLock { state in state.line.removeAll { $0.outcome === outcome } }
    }
}

extension Outbox.State {
    /// - Returns: Whether the loop's thread must be told.
    fileprivate mutating func accept(_ frame: [UInt8]) -> Bool {
        frames.append(frame)
        waiting += frame.count
        return frames.count == 1
    }

    fileprivate mutating func fail(_ error: TransportError) {
        guard failure == nil else { return }
        failure = error
        for sender in line { sender.outcome.resolve(.failure(error)) }
        line = []
    }
}
