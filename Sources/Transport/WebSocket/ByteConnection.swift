/// One connection to an endpoint, byte for byte, by TLS where it is `https`.
///
/// Dropping the last reference ends it at once.
public final class ByteConnection: Sendable {
    private let channel: WebSocketChannel
    private let lifetime: LoopLease

    init(channel: WebSocketChannel, lifetime: LoopLease) {
        self.channel = channel
        self.lifetime = lifetime
    }

    /// Sends bytes.
    ///
    /// Returns once they are queued behind at most 256 KiB of unwritten ones and suspends before that.
    ///
    /// - Throws: ``TransportError/closed(code:reason:)`` once the peer has ended the connection.
    public func send(_ bytes: [UInt8]) async throws(TransportError) {
        // The loop takes an empty piece for the end of what there is to write.
        if !bytes.isEmpty { try await channel.outbox.send(bytes) }
    }

    /// The next bytes, or `nil` once the peer has ended the connection.
    ///
    /// - Throws: ``TransportError`` when the connection broke.
    public func receive() async throws(TransportError) -> [UInt8]? {
        while let message = try await channel.inbox.next().get() {
            if case .binary(let bytes) = message { return bytes }
        }
        return nil
    }
}
