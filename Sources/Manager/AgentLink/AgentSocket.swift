import Core
import NIOCore
import WebServer

/// A WebSocket to an agent, for frames.
final class AgentSocket: Sendable {
    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    /// The thread that reads and writes it.
    var eventLoop: any EventLoop { connection.eventLoop }

    /// The next frame as it came; nil when the connection is gone.
    ///
    /// - Throws: `CancellationError`.
    func receive() async throws -> [UInt8]? {
        let inbound = connection.inbound.makeAsyncIterator()
        while let message = try await inbound.next() {
            if case .binary(let buffer) = message { return Array(buffer.readableBytesView) }
        }
        return nil
    }

    /// Sends a frame; suspends while the agent is slow to take what was sent before.
    ///
    /// - Throws: ``WebSocketError/closed``, or `CancellationError`.
    func send(_ message: [UInt8]) async throws { try await connection.send(binary: ByteBuffer(bytes: message)) }

    /// Closes it; what was sent before still arrives.
    func close() async { await connection.close() }
}
