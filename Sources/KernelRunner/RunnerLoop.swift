import CLinux
import Core
import Glibc

/// The one thread of a kernel runner: waits, accepts, moves bytes, reaps.
final class RunnerLoop {
    private static let maximumConnections = 64

    private let configuration: RunnerConfiguration
    private let listener: Descriptor
    private let signals: Descriptor
    private let executor: Executor
    private let services: Services
    private var connections: [CInt: Connection] = [:]
    private var isEnding = false

    /// Takes over the signals of the process and the listening socket, and starts the interpreter.
    init(_ configuration: RunnerConfiguration) throws(SystemCallError) {
        self.configuration = configuration
        // A program that closes its input is told from the write; a signal would end the runner.
        signal(SIGPIPE, SIG_IGN)
        let watched = [SIGCHLD, SIGTERM]
        signals = Descriptor(
            owning: try checked("signalfd") { bai_signal_descriptor(watched, CInt(watched.count)) })
        listener = Descriptor(owning: configuration.listener)
        for descriptor in [signals.number, listener.number] {
            try checked("fcntl") { bai_set_nonblocking(descriptor, 1) }
        }
        executor = try Executor(configuration)
        services = Services(configuration)
    }

    /// Serves until SIGTERM.
    func run() {
        while !isEnding {
            var set = PollSet()
            set.add(.signals, signals.number, reading: true)
            set.add(.listener, listener.number, reading: connections.count < RunnerLoop.maximumConnections)
            for (number, connection) in connections {
                set.add(.connection(number), number, reading: connection.wantsReading, writing: connection.wantsWriting)
                connection.channel?.watch(in: &set, number, isRead: connection.hasRoom)
            }
            executor.watch(in: &set)
            services.watch(in: &set)
            for event in set.wait(until: [executor.deadline, services.deadline].compactMap { $0 }.min()) {
                handle(event)
            }
            lookAtClock()
            for connection in connections.values {
                connection.flush()
            }
            for (number, connection) in connections where connection.isClosing {
                services.forget(number)
                connections[number] = nil
            }
        }
        executor.shutDown()
        // Process 1 of a pid namespace takes all others with it; elsewhere -1 would be the whole machine.
        if getpid() == 1 {
            kill(-1, SIGHUP)
            kill(-1, SIGKILL)
        }
    }

    private func handle(_ event: PollSet.Event) {
        switch event.source {
        case .signals: takeSignals()
        case .listener: accept()
        case .connection(let number):
            guard event.isReadable, let connection = connections[number] else { return }
            let handler = RequestHandler(executor: executor, services: services)
            connection.read { (frame) throws(FrameError) in try handler.handle(frame, from: connection) }
        case .control, .program, .input:
            executor.handle(event)
        case .channel(let number, let end):
            if services.isConnecting(number) {
                proceed(number)
            } else if end == .input {
                connections[number]?.channel?.feed()
            } else {
                connections[number]?.read(end)
            }
        }
    }

    private func lookAtClock() {
        executor.lookAtClock()
        guard services.deadline != nil else { return }
        for number in services.due(at: Monotonic.now) { proceed(number) }
    }

    private func proceed(_ number: CInt) {
        guard let outcome = services.proceed(number, at: Monotonic.now) else { return }
        connections[number]?.take(outcome)
    }

    private func takeSignals() {
        while true {
            switch bai_next_signal(signals.number) {
            case SIGTERM: isEnding = true
            case SIGCHLD: reap()
            default: return
            }
        }
    }

    /// Reaps all that have ended: as process 1 the runner inherits every orphan.
    private func reap() {
        while true {
            var status: CInt = 0
            let pid = waitpid(-1, &status, WNOHANG)
            guard pid > 0 else { return }
            let end = ProcessEnd(waitStatus: status)
            executor.processEnded(pid, end)
            connections.values.first { $0.channel?.pid == pid }?.programEnded(end)
            for (number, outcome) in services.processEnded(pid, end) { connections[number]?.take(outcome) }
        }
    }

    private func accept() {
        let number = bai_accept(listener.number)
        guard number >= 0 else { return }
        let socket = Descriptor(owning: number)
        guard configuration.acceptsAnyPeer || isOutside(socket) else { return }
        connections[number] = Connection(socket)
    }

    /// Whether the peer lives outside the runner's pid namespace, where user code can't be.
    private func isOutside(_ socket: borrowing Descriptor) -> Bool {
        var pid: pid_t = 0
        var user: uid_t = 0
        var group: gid_t = 0
        return bai_peer_credentials(socket.number, &pid, &user, &group) == 0 && pid == 0
    }
}
