import Synchronization

/// What the tasks that use a WebSocket and the loop's thread share about it.
final class WebSocketChannel: Sendable {
    /// From this many bytes of unread messages on, nothing is read from the socket.
    static let inboxLimit = 256 * 1024
    /// The longest message accepted.
    static let messageLimit = 16 * 1024 * 1024

    /// How the peer closed.
    struct Closing: Sendable {
        let code: UInt16?
        let reason: String
    }

    /// What a completed upgrade left.
    struct Opening: Sendable {
        let headers: HTTPHeaders
        let subprotocol: String?
    }

    let opened = Outcome<Result<Opening, TransportError>>()
    let inbox: Inbox<WebSocketMessage>
    let outbox: Outbox
    /// Opened when the peer's close frame is here, or the connection is gone.
    let closed = Gate()
    private let peerClosing = Mutex<Closing?>(nil)

    /// `onDrained` and `onFrames` ask the loop's thread to read on and to write.
    init(onDrained: @escaping @Sendable () -> Void, onFrames: @escaping @Sendable () -> Void) {
        inbox = Inbox(limit: Self.inboxLimit, onDrained: onDrained)
        outbox = Outbox(onFrames: onFrames)
    }

    /// The peer's close frame, once it is here.
    var closing: Closing? { peerClosing.withLock { $0 } }

    /// Ends both directions because the peer closed as it should.
    func end(_ closing: Closing) {
        peerClosing.withLock { $0 = closing }
        outbox.fail(.closed(code: closing.code, reason: closing.reason.isEmpty ? "closed by the peer" : closing.reason))
        inbox.finish(.success(()))
        closed.open()
    }

    /// Ends both directions because of `error`; what ended before stays as it was.
    func end(_ error: TransportError) {
        opened.resolve(.failure(error))
        outbox.fail(error)
        inbox.finish(.failure(error))
    }
}
