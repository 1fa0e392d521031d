import Core
import WebServer

/// The original's terminal: JSON texts, with the bytes in Base64.
struct TerminalSocket: Sendable {
    let sessions: SessionService
    let activity: SessionActivity
    let session: SessionRecord

    func run(_ connection: WebSocketConnection) async throws {
        let use = activity.open(session.id)
        defer { activity.close(use, of: session.id) }
        do {
            // `restart` begins another one over the same connection.
            while try await runOnce(connection, use) {}
        } catch let error as BackendError {
            let body: JSONValue = ["type": "error", "data": .string(error.message ?? error.title)]
            try? await connection.send(text: body.encodedText)
        }
        await connection.close()
    }

    /// - Returns: Whether another terminal is wanted.
    private func runOnce(
        _ connection: WebSocketConnection, _ use: SessionActivity.Stream
    ) async throws -> Bool {
        let channel = try await sessions.channel(.terminal(TerminalOrder()), in: session)
        let wish = Wish()
        await ChannelRelay(channel: channel, connection: connection, use: use).run(
            receive: { message in try await receive(message, channel, wish) },
            send: { output in try await send(output, connection) })
        return await wish.restarts
    }

    private actor Wish {
        private(set) var restarts = false

        func restart() { restarts = true }
    }

    private func receive(_ message: WebSocketMessage, _ channel: RunnerChannel, _ wish: Wish) async throws -> Bool {
        guard case .text(let text) = message, let body = try? JSONValue(parsing: Array(text.utf8)) else { return true }
        switch body["type"]?.text {
        case "stdin":
            if let bytes = body["chars"]?.text.flatMap(Base64.decode) { try await channel.send(bytes) }
        case "resize":
            if let rows = body["rows"]?.integer, let columns = body["cols"]?.integer {
                try await channel.send(.resize(rows: Int(clamping: rows), columns: Int(clamping: columns)))
            }
        case "restart":
            await wish.restart()
            return false
        default: break  // `ping` keeps the connection alive by itself
        }
        return true
    }

    private func send(_ output: RunnerChannel.Output, _ connection: WebSocketConnection) async throws -> Bool {
        guard case .standardOutput(let bytes) = output else { return false }
        let body: JSONValue = ["type": "out", "data": .string(Base64.encode(bytes))]
        try await connection.send(text: body.encodedText)
        return true
    }
}
