import CLinux
public import Core
import Glibc
import Synchronization

/// Tells when processes end, through their pidfds and one thread for all of them.
///
/// Works for children and for processes that are not ours alike; whoever is the parent reaps.
public final class ProcessWatch: Sendable {
    private let state: Watched

    /// Starts the thread; it ends when the watch goes.
    ///
    /// - Throws: ``SystemCallError`` when no descriptor or thread is left.
    public init() throws(SystemCallError) {
        state = try Watched()
        let reference = Unmanaged.passRetained(state)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Watched>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, reference.toOpaque())
        guard code == 0 else {
            reference.release()
            throw SystemCallError(call: "pthread_create", code: code)
        }
        pthread_detach(thread)
    }

    deinit { state.close() }

    /// Waits until the process has ended; returns at once if the task is cancelled first.
    ///
    /// The handle must outlive the call.
    ///
    /// - Returns: Whether the process has ended.
    public func end(of process: borrowing ProcessHandle) async -> Bool {
        let descriptor = process.pollDescriptor
        let key = state.announce()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.add(key, descriptor, continuation)
            }
        } onCancel: {
            state.cancel(key)
        }
    }
}

private final class Watched: Sendable {
    private enum Wait {
        /// A task is about to wait.
        case announced
        /// The task was cancelled before it began to wait.
        case cancelled
        case waiting(descriptor: CInt, continuation: CheckedContinuation<Bool, Never>)
    }

    private struct Content {
        var lastKey = 0
        var waits: [Int: Wait] = [:]
        var isClosed = false

        /// Takes the continuation of a task that waits, so that it is resumed once.
        mutating func take(_ key: Int) -> CheckedContinuation<Bool, Never>? {
            guard case .waiting(_, let continuation) = waits[key] else { return nil }
            waits[key] = nil
            return continuation
        }
    }

    private let content = Mutex(Content())
    private let wakeups: Descriptor

    init() throws(SystemCallError) {
        wakeups = Descriptor(owning: try checked("eventfd") { bai_eventfd() })
    }

    func announce() -> Int {
        content.withLock { content in
            content.lastKey += 1
            content.waits[content.lastKey] = .announced
            return content.lastKey
        }
    }

    func add(_ key: Int, _ descriptor: CInt, _ continuation: CheckedContinuation<Bool, Never>) {
        let isAccepted = content.withLock { content in
            guard case .announced = content.waits[key], !content.isClosed else {
                content.waits[key] = nil
                return false
            }
            content.waits[key] = .waiting(descriptor: descriptor, continuation: continuation)
            return true
        }
        if isAccepted { wake() } else { continuation.resume(returning: false) }
    }

    func cancel(_ key: Int) {
        let continuation = content.withLock { content in
            if case .announced = content.waits[key] { content.waits[key] = .cancelled }
            return content.take(key)
        }
        continuation?.resume(returning: false)
        // The thread looks at the descriptor until it wakes. Its owner may close it and the number may be used
        // again by then, but what is found belongs to a key that nobody waits for.
        wake()
    }

    func close() {
        content.withLock { $0.isClosed = true }
        wake()
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeups.number, &one, 8)
    }

    func run() {
        while true {
            let (keys, descriptors, isClosed) = content.withLock { content in
                var keys: [Int] = []
                var descriptors = [pollfd(fd: wakeups.number, events: Int16(POLLIN), revents: 0)]
                for case (let key, .waiting(let descriptor, _)) in content.waits {
                    keys.append(key)
                    descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
                }
                return (keys, descriptors, content.isClosed)
            }
            if isClosed { return abandon(keys) }
            resume(keys, descriptors)
        }
    }

    private func resume(_ keys: [Int], _ descriptors: [pollfd]) {
        var descriptors = descriptors
        guard poll(&descriptors, nfds_t(descriptors.count), -1) > 0 else { return }
        if descriptors[0].revents != 0 {
            var count: UInt64 = 0
            _ = read(wakeups.number, &count, 8)
        }
        for (key, descriptor) in zip(keys, descriptors.dropFirst()) where descriptor.revents != 0 {
            content.withLock { $0.take(key) }?.resume(returning: true)
        }
    }

    private func abandon(_ keys: [Int]) {
        for key in keys { content.withLock { $0.take(key) }?.resume(returning: false) }
    }
}
