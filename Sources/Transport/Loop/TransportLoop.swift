import CCurlShim
import Synchronization

/// The way from any task to the one thread that drives libcurl.
///
/// The thread starts with the first request and ends with ``stop()``.
final class TransportLoop: Sendable {
    /// Names a transfer or a WebSocket in commands.
    struct ID: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    /// What the thread is asked to do, in order.
    enum Command: Sendable {
        case start(ID, RequestPlan, any TransferSink)
        /// Without an upgrade bytes go as they are, in both directions.
        case open(ID, RequestPlan, WebSocketUpgrade?, WebSocketChannel)
        case resume(ID)
        case flush(ID)
        case cancel(ID)
        case stop
    }

    private enum Phase {
        case idle
        case running(MultiHandle)
        case stopping
        case stopped
    }

    private struct State {
        var phase = Phase.idle
        var commands: [Command] = []
    }

    /// Opened when the thread has freed everything, or will never start.
    let ended = Gate()
    private let state = Mutex(State())
    private let lastID = Atomic<UInt64>(0)

    static let stoppedError = TransportError.failed(reason: "the HTTP client has been shut down")

    func newID() -> ID {
        ID(number: lastID.add(1, ordering: .relaxed).newValue)
    }

    /// Queues `command`, starting the thread if this is the first.
    func submit(_ command: Command) throws(TransportError) {
        let multi = try state.withLock { state throws(TransportError) -> MultiHandle? in
            switch state.phase {
            case .idle:
                let multi = try MultiHandle()
                state.commands.append(command)
                state.phase = .running(multi)
                return multi
            case .running(let multi):
                // The thread takes all commands at once, so the first wakes it for all.
                if state.commands.isEmpty { multi.wake() }
                state.commands.append(command)
                return nil
            case .stopping, .stopped: throw Self.stoppedError
            }
        }
        if let multi { try startThread(multi) }
    }

    /// Queues `command` where a loop that has ended has already seen to it.
    func notify(_ command: Command) {
        do throws(TransportError) {
            try submit(command)
        } catch {
            // Whatever the command is about was ended with the loop.
        }
    }

    /// Ends everything under way and then the thread, without waiting for it.
    func stop() {
        let hasNoThread = state.withLock { state -> Bool in
            switch state.phase {
            case .idle:
                state.phase = .stopped
                return true
            case .running(let multi):
                if state.commands.isEmpty { multi.wake() }
                state.commands.append(.stop)
                state.phase = .stopping
                return false
            case .stopping, .stopped: return false
            }
        }
        if hasNoThread { ended.open() }
    }

    /// Every command queued since the last call.
    func takeCommands() -> [Command] {
        state.withLock { state in
            guard !state.commands.isEmpty else { return [] }
            let commands = state.commands
            state.commands = []
            return commands
        }
    }

    private func startThread(_ multi: MultiHandle) throws(TransportError) {
        let seed = ThreadSeed(loop: self, multi: multi)
        let context = Unmanaged.passRetained(seed).toOpaque()
        let code = bai_thread_start(threadBody, context)
        guard code < 0 else { return }
        Unmanaged<ThreadSeed>.fromOpaque(context).release()
        let commands = state.withLock { state in
            state.phase = .stopped
            return state.commands
        }
        let error = TransportError.failed(reason: "no thread for HTTP: \(CurlFailure.text(ofSystemError: -code))")
        for command in commands { command.fail(error) }
        ended.open()
        throw error
    }

    fileprivate func run(_ multi: MultiHandle) {
        LoopDriver(loop: self, multi: multi).run()
        multi.close()
        state.withLock { $0.phase = .stopped }
        ended.open()
    }
}

extension TransportLoop.Command {
    /// Tells whoever waits for the command that it will not be done.
    func fail(_ error: TransportError) {
        switch self {
        case .start(_, _, let sink): sink.finish(.failure(error))
        case .open(_, _, _, let channel): channel.end(error)
        case .resume, .flush, .cancel, .stop: break
        }
    }
}

/// What the thread is born with.
private final class ThreadSeed: Sendable {
    let loop: TransportLoop
    let multi: MultiHandle

    init(loop: TransportLoop, multi: MultiHandle) {
        self.loop = loop
        self.multi = multi
    }
}

private let threadBody: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context else { return nil }
    let seed = Unmanaged<ThreadSeed>.fromOpaque(context).takeRetainedValue()
    seed.loop.run(seed.multi)
    return nil
}
