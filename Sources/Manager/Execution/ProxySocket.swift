import Core
import NIOCore
import WebServer

/// One connection to a service of a session: binary messages are its bytes, both ways.
struct ProxySocket: Sendable {
    let channel: RunnerChannel
    let activity: SessionActivity
    let session: SessionRecord

    func run(_ connection: WebSocketConnection) async throws {
        let use = activity.open(session.id)
        defer { activity.close(use, of: session.id) }
        await ChannelRelay(channel: channel, connection: connection, use: use).run(
            receive: { message in
                if case .binary(let buffer) = message { try await channel.send(Array(buffer.readableBytesView)) }
                return true
            },
            send: { output in
                guard case .standardOutput(let bytes) = output else { return false }
                try await connection.send(binary: ByteBuffer(bytes: bytes))
                return true
            })
        await connection.close(code: .goingAway, reason: "the service has closed the connection")
    }
}
