import Core
import NIOCore
import WebServer

/// Passes bytes between a client's WebSocket and a channel of a session, until either side goes.
struct ChannelRelay: Sendable {
    let channel: RunnerChannel
    let connection: WebSocketConnection
    /// Is told of every byte.
    let use: SessionActivity.Stream

    /// Passes bytes on.
    ///
    /// - Parameters:
    ///   - receive: Takes a message of the client's; false ends it.
    ///   - send: Takes what comes from the session; false ends it.
    func run(
        receive: @escaping @Sendable (WebSocketMessage) async throws -> Bool,
        send: @escaping @Sendable (RunnerChannel.Output) async throws -> Bool
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let inbound = connection.inbound.makeAsyncIterator()
                while let message = try? await inbound.next() {
                    use.use()
                    guard (try? await receive(message)) == true else { return }
                }
            }
            group.addTask {
                while let output = try? await channel.next() {
                    use.use()
                    guard (try? await send(output)) == true else { return }
                }
            }
            await group.next()
            group.cancelAll()
            await channel.close()
        }
    }
}

/// The WebSocket of our own clients for files and terminals: frames, as between the runner and its agent.
///
/// The client's first message is a ``RunnerRequest/open(_:)``.
struct ChannelSocket: Sendable {
    let sessions: SessionService
    let activity: SessionActivity
    let session: SessionRecord

    func run(_ connection: WebSocketConnection) async throws {
        let use = activity.open(session.id)
        defer { activity.close(use, of: session.id) }
        do {
            let channel = try await open(connection)
            try await connection.send(binary: try Self.message(RunnerEvent.opened))
            await ChannelRelay(channel: channel, connection: connection, use: use).run(
                receive: { message in try await Self.pass(message, to: channel) },
                send: { output in try await Self.pass(output, to: connection) })
        } catch let error as BackendError {
            let refused = RunnerEvent.refused(code: .invalidRequest, message: error.message ?? error.title)
            try? await connection.send(binary: try Self.message(refused))
        }
        await connection.close()
    }

    private func open(_ connection: WebSocketConnection) async throws -> RunnerChannel {
        guard case .binary(let buffer)? = try await connection.inbound.makeAsyncIterator().next(),
            let frame = try? Frame(message: buffer.readableBytesView),
            case .open(let order)? = try? frame.decodeControl(as: RunnerRequest.self)
        else { throw BackendError(.invalidParameters, "the first message opens no channel") }
        if case .service = order { throw BackendError(.invalidParameters, "services have routes of their own") }
        return try await sessions.channel(order, in: session)
    }

    private static func pass(_ message: WebSocketMessage, to channel: RunnerChannel) async throws -> Bool {
        guard case .binary(let buffer) = message else { return false }
        let frame = try Frame(message: buffer.readableBytesView)
        switch frame.kind {
        case .standardInput: try await channel.send(frame.payload)
        case .control:
            switch try frame.decodeControl(as: RunnerRequest.self) {
            case .endInput: try await channel.send(.endInput)
            case .resize(let rows, let columns): try await channel.send(.resize(rows: rows, columns: columns))
            default: return false
            }
        default: return false
        }
        return true
    }

    private static func pass(_ output: RunnerChannel.Output, to connection: WebSocketConnection) async throws -> Bool {
        switch output {
        case .standardOutput(let bytes):
            try await connection.send(binary: ByteBuffer(bytes: Frame(.standardOutput, bytes).message))
        case .standardError(let bytes):
            try await connection.send(binary: ByteBuffer(bytes: Frame(.standardError, bytes).message))
        case .closed(let exitCode):
            try await connection.send(binary: try message(RunnerEvent.closed(exitCode: exitCode)))
            return false
        }
        return true
    }

    private static func message(_ event: RunnerEvent) throws -> ByteBuffer {
        ByteBuffer(bytes: try Frame.control(event).message)
    }
}
