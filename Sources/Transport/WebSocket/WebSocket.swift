/// One open WebSocket (RFC 6455, no extensions).
///
/// Pings are answered without anybody's help, but not while more than 256 KiB of messages wait to
/// be read: then nothing is read from the socket. Dropping the last reference without
/// ``close(code:reason:)`` ends the connection at once.
public final class WebSocket: Sendable {
    /// The header fields of the server's answer.
    public let headers: HTTPHeaders
    /// The subprotocol that the server chose among those offered.
    public let subprotocol: String?
    private let channel: WebSocketChannel
    private let lifetime: LoopLease

    init(_ opening: WebSocketChannel.Opening, channel: WebSocketChannel, lifetime: LoopLease) {
        headers = opening.headers
        subprotocol = opening.subprotocol
        self.channel = channel
        self.lifetime = lifetime
    }

    /// The code of the peer's close frame; `nil` before it and when the frame had none.
    public var closeCode: UInt16? { channel.closing?.code }

    /// The reason in the peer's close frame; `nil` before it, empty when it gave none.
    public var closeReason: String? { channel.closing?.reason }

    /// Sends one text message; see ``send(binary:)``.
    public func send(text: String) async throws(TransportError) {
        try await channel.outbox.send(WebSocketFrameEncoder.frame(text: text))
    }

    /// Sends one binary message.
    ///
    /// Returns once the message is queued behind at most 256 KiB of unwritten ones and suspends
    /// before that. Any number of tasks may send; each message is sent whole, in the order of
    /// the calls. A call whose task is cancelled while it waits sends nothing.
    ///
    /// - Throws: ``TransportError/closed(code:reason:)`` once either side has closed.
    public func send(binary: [UInt8]) async throws(TransportError) {
        try await channel.outbox.send(WebSocketFrameEncoder.frame(.binary, binary))
    }

    /// The next message, or `nil` once the peer has closed, whatever its ``closeCode``.
    ///
    /// One task at a time. A cancelled call loses no message: the next call gets it.
    ///
    /// - Throws: ``TransportError/closed(code:reason:)`` when the connection ended without a
    ///   close frame, ``TransportError/tooLarge(limit:)`` for a message over 16 MiB.
    public func receive() async throws(TransportError) -> WebSocketMessage? {
        try await channel.inbox.next().get()
    }

    /// Closes: what was sent before is still delivered, nothing can be sent after.
    ///
    /// Returns when the peer has answered, the connection is gone, 5 s have passed or the task
    /// is cancelled. A code that RFC 6455 reserves is sent as 1000, a reason is cut to 123 bytes.
    public func close(code: UInt16 = 1000, reason: String = "") async {
        channel.outbox.close(WebSocketFrameEncoder.close(code: code, reason: reason), code: code)
        await channel.closed.wait()
    }
}
