import Core
import Synchronization

/// Tells what lasts longer than a request that its keypair has been taken out of use.
final class Revocations: Sendable {
    private struct State {
        var last = 0
        var watchers: [Int: (accessKey: AccessKey, stream: AsyncStream<Void>.Continuation)] = [:]
    }

    // A mutex, since nothing suspends while it is held.
    private let state = Mutex(State())

    /// Something once the keypair is out of use.
    ///
    /// The watching ends with whoever reads.
    func watch(_ accessKey: AccessKey) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.last += 1
            state.watchers[state.last] = (accessKey, continuation)
            return state.last
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Tells those whose keypair may not be used any more.
    func tell(unless mayBeUsed: (AccessKey) -> Bool) {
        let revoked = state.withLock { state in state.watchers.values.filter { !mayBeUsed($0.accessKey) } }
        for watcher in revoked { watcher.stream.yield() }
    }
}
