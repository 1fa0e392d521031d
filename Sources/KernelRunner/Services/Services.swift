import CLinux
import Core
import Glibc

/// The services of the sandbox: starts them when first wanted, and connects to their ports.
final class Services {
    /// How soon a port that does not answer yet is tried again, at first and at most.
    private static let intervals = Duration.milliseconds(5)...Duration.milliseconds(200)

    /// A service that was started here.
    private struct Started {
        let pid: pid_t
        /// Until when its port may take to answer; nil once it has.
        var deadline: Duration?
        let log: String
    }

    /// A connection to a port on its way.
    private struct Attempt {
        let order: ServiceOrder
        let port: Int
        var socket: Int32?
        var nextTry: Duration
        var interval: Duration
    }

    private let configuration: RunnerConfiguration
    private var started: [String: Started] = [:]
    private var attempts: [CInt: Attempt] = [:]

    init(_ configuration: RunnerConfiguration) {
        self.configuration = configuration
    }

    /// What became of an attempt.
    enum Outcome {
        case connected(Channel)
        case refused(RunnerRefusal, String)
    }

    /// Begins to connect `connection` to a service's port, and starts the service if that is needed.
    ///
    /// - Returns: What came of it at once; nil when it takes time.
    func open(_ order: ServiceOrder, for connection: CInt) -> Outcome? {
        let service = order.service
        let port = order.port ?? service.ports.first ?? 0
        guard service.ports.contains(port) else {
            return .refused(.invalidRequest, "service `\(service.name)` has no port \(port)")
        }
        if service.kind != .preopen, started[service.name] == nil {
            do {
                started[service.name] = try start(order)
            } catch {
                return .refused(.serviceFailed, "service `\(service.name)` cannot be started: \(error)")
            }
        }
        attempts[connection] = Attempt(
            order: order, port: port, nextTry: .zero, interval: Services.intervals.lowerBound)
        return proceed(connection, at: Monotonic.now)
    }

    /// Gives up for a connection that is gone.
    func forget(_ connection: CInt) {
        if let socket = attempts.removeValue(forKey: connection)?.socket { close(socket) }
    }

    /// When something is to be tried again.
    var deadline: Duration? { attempts.values.filter { $0.socket == nil }.map(\.nextTry).min() }

    /// Adds the connections under way.
    func watch(in set: inout PollSet) {
        for (connection, attempt) in attempts {
            if let socket = attempt.socket { set.add(.channel(connection, .input), socket, writing: true) }
        }
    }

    /// Whether `connection` waits for a port.
    func isConnecting(_ connection: CInt) -> Bool { attempts[connection] != nil }

    /// Connections whose next try is due.
    func due(at now: Duration) -> [CInt] {
        attempts.filter { $0.value.socket == nil && $0.value.nextTry <= now }.map(\.key)
    }

    /// Takes the next step for a connection.
    func proceed(_ connection: CInt, at now: Duration) -> Outcome? {
        guard var attempt = attempts[connection] else { return nil }
        let failure: CInt
        if let socket = attempt.socket {
            failure = bai_socket_error(socket)
            attempt.socket = nil
            if failure == 0 {
                attempts[connection] = nil
                started[attempt.order.service.name]?.deadline = nil
                return .connected(Channel(socket: Descriptor(owning: socket)))
            }
            close(socket)
        } else {
            let socket = bai_connect_loopback(UInt16(attempt.port))
            if socket >= 0 {
                attempt.socket = socket
                attempts[connection] = attempt
                return nil
            }
            failure = -socket
        }
        return refused(connection, attempt, failure, at: now)
    }

    private func refused(_ connection: CInt, _ attempt: Attempt, _ failure: CInt, at now: Duration) -> Outcome? {
        let name = attempt.order.service.name
        guard let deadline = started[name]?.deadline else {
            attempts[connection] = nil
            return .refused(.portClosed, "nothing listens at port \(attempt.port) of the session")
        }
        guard now < deadline else {
            attempts[connection] = nil
            let log = tail(of: started[name]?.log)
            stop(name)
            return .refused(.serviceFailed, "service `\(name)` did not open port \(attempt.port) in time\(log)")
        }
        var attempt = attempt
        attempt.nextTry = now + attempt.interval
        attempt.interval = min(attempt.interval * 2, Services.intervals.upperBound)
        attempts[connection] = attempt
        return nil
    }

    /// Takes the end of a child.
    ///
    /// - Returns: What to tell connections that wait for it.
    func processEnded(_ pid: pid_t, _ end: ProcessEnd) -> [(CInt, Outcome)] {
        guard let (name, service) = started.first(where: { $0.value.pid == pid }) else { return [] }
        started[name] = nil
        // It may have become a daemon, whose port answers or will: those who wait find out once more.
        let waiting = attempts.filter { $0.value.order.service.name == name && service.deadline != nil }
        return waiting.keys.map { connection in
            forget(connection)
            return (
                connection,
                .refused(
                    .serviceFailed, "service `\(name)` ended with exit code \(end.exitCode)\(tail(of: service.log))")
            )
        }
    }

    /// Ends a service.
    ///
    /// - Returns: Whether it was running.
    @discardableResult
    func stop(_ name: String) -> Bool {
        guard let service = started.removeValue(forKey: name) else { return false }
        kill(-service.pid, SIGTERM)
        return true
    }

    private func start(_ order: ServiceOrder) throws -> Started {
        let name = order.service.name
        guard let definition = try KnownServices.definition(of: name) else {
            throw ServiceDefinition.Problem(description: "the image has no definition of it")
        }
        for argument in order.arguments.keys where !definition.allowedArguments.contains(argument) {
            throw ServiceDefinition.Problem(description: "it does not take the argument `\(argument)`")
        }
        for variable in order.environment.keys where !definition.allowedEnvironment.contains(variable) {
            throw ServiceDefinition.Problem(description: "it does not take the variable `\(variable)`")
        }
        let log = "\(configuration.directory)/.logs/\(name).log"
        let task = ServiceProgram.Task(order: order, runtimePath: configuration.language.path, log: log)
        let pid = try SpawnedProgram(
            command: [configuration.executable, "service", try TaskText.encode(task)],
            directory: configuration.directory, identity: configuration.identity
        ).start(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDOUT_FILENO)
        return Started(pid: pid, deadline: Monotonic.now + definition.patience, log: log)
    }

    /// What the service said last, read with its user's rights.
    private func tail(of path: String?) -> String {
        if let identity = configuration.identity { bai_set_file_identity(identity.user, identity.group) }
        defer { if configuration.identity != nil { bai_set_file_identity(0, 0) } }
        guard let path, let file = try? Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) else { return "" }
        let end = lseek(file.number, 0, SEEK_END)
        lseek(file.number, max(0, end - 600), SEEK_SET)
        let text = String(decoding: (try? file.read(upTo: 600)) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n").suffix(3).joined(separator: "; ")
        return lines.isEmpty ? "" : ": \(lines)"
    }
}
