import BackendAIKit
import Core
import Glibc

/// What connections lead to.
struct ServiceTarget: Sendable {
    let client: BackendAIClient
    let session: String
    let service: String
    var arguments: [String: [String]] = [:]
    var environment: [String: String] = [:]

    func connect() async throws(ClientError) -> ServiceConnection {
        try await client.sessions.connect(
            to: service, of: session, arguments: arguments, environment: environment)
    }
}

/// Passes every connection of a local port on to a service.
struct ServiceProxy: Sendable {
    let target: ServiceTarget
    let console: Console

    /// Serves until cancelled.
    func serve(_ listener: LocalListener) async {
        await withDiscardingTaskGroup { group in
            while let socket = await listener.accept() {
                group.addTask { await pass(socket) }
            }
            group.cancelAll()
        }
    }

    private func pass(_ socket: ConnectedSocket) async {
        do {
            let connection = try await target.connect()
            await StreamPair(connection: connection, input: socket.number, output: socket.number).run()
            await connection.close()
            if let refusal = connection.refusal { console.note("backend.ai: \(refusal)") }
        } catch {
            let failure = CommandFailure(error)
            console.note("backend.ai: \(failure.why ?? failure.what)")
            // A browser shows this; other clients see the connection closed.
            try? writeAll("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n".utf8, to: socket.number)
        }
        socket.close()
    }
}

/// Standard input and output as one connection to a service.
struct StandardStreams: Sendable {
    let target: ServiceTarget

    /// Passes bytes until the service closes the connection.
    func run() async throws {
        let connection = try await target.connect()
        await StreamPair(connection: connection, input: STDIN_FILENO, output: STDOUT_FILENO).run()
        await connection.close()
        if let refusal = connection.refusal {
            throw CommandFailure(what: "`\(target.service)` does not answer", why: refusal)
        }
    }
}

/// What bytes go to and come from.
protocol ByteStream: Sendable {
    /// The next bytes; nil at the end.
    func receive() async throws(ClientError) -> [UInt8]?
    /// Sends bytes.
    func send(_ bytes: [UInt8]) async throws(ClientError)
}

extension ServiceConnection: ByteStream {}
extension RelayedConnection: ByteStream {}

/// Passes bytes between a connection to the manager and local descriptors.
struct StreamPair: Sendable {
    let connection: any ByteStream
    let input: CInt
    let output: CInt

    /// Returns when the service has closed the connection, or nobody takes its bytes.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard let writer = try? BlockingWriter(output) else { return }
                while let bytes = try? await connection.receive() {
                    guard (try? await writer.write(bytes)) != nil else { return }
                }
            }
            group.addTask {
                guard let reader = try? CancellableReader(input) else { return }
                while let bytes = try? await reader.read(), !bytes.isEmpty {
                    guard (try? await connection.send(bytes)) != nil else { return }
                }
                // What was asked may still be answered, though nothing more is asked; the answer has its own end.
                if !Task.isCancelled { try? await Task.sleep(for: .seconds(1 << 30)) }
            }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Writes to a descriptor that may block, on a thread of its own.
private actor BlockingWriter {
    private let descriptor: CInt
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ descriptor: CInt) throws(SystemCallError) {
        self.descriptor = descriptor
        executor = try ThreadExecutor()
    }

    deinit { executor.stop() }

    func write(_ bytes: [UInt8]) throws(SystemCallError) { try writeAll(bytes, to: descriptor) }
}
