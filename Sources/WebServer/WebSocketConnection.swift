public import NIOCore
import NIOWebSocket
import Synchronization

/// An open WebSocket, the server's side.
///
/// Pings are answered and fragments put together before messages get here. All methods may be called from any task.
/// The handler's task is not cancelled when the peer leaves: one that only sends should drain ``inbound`` in a child
/// task to notice.
public struct WebSocketConnection: Sendable {
    private static let nextSend = Atomic<Int>(0)

    /// The request that became this WebSocket.
    public let upgrade: WebSocketUpgrade
    /// What the peer sends.
    public let inbound: WebSocketInbound

    private let channel: any Channel
    private let handler: NIOLoopBound<WebSocketChannelHandler>

    init(upgrade: WebSocketUpgrade, channel: any Channel, handler: WebSocketChannelHandler) {
        self.upgrade = upgrade
        self.channel = channel
        inbound = WebSocketInbound(inbox: handler.inbox)
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// Where the handler runs; other channels of the same loop can be read and written without changing the thread.
    public var eventLoop: any EventLoop { channel.eventLoop }

    /// The peer's Close frame; `nil` before it comes and when the connection broke without one.
    public var peerClose: WebSocketClose? { inbound.inbox.peerClose }

    /// Sends a text message, waiting until the peer has taken enough of what was sent before.
    ///
    /// - Throws: ``WebSocketError/closed``, or `CancellationError` if the task was cancelled while waiting; the
    ///   message is not sent then.
    public func send(text: String) async throws {
        try await send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
    }

    /// Sends a binary message, waiting until the peer has taken enough of what was sent before.
    ///
    /// - Throws: ``WebSocketError/closed``, or `CancellationError` if the task was cancelled while waiting; the
    ///   message is not sent then.
    public func send(binary data: ByteBuffer) async throws {
        try await send(WebSocketFrame(fin: true, opcode: .binary, data: data))
    }

    /// Closes the connection and waits until it is closed, at most two seconds for the peer's answer.
    ///
    /// Messages that still wait in ``send(text:)`` fail; later calls of any method do nothing or throw.
    ///
    /// - Parameters:
    ///   - code: Not one of 1004 to 1006 and 1015, which describe a connection and are sent as 1000.
    ///   - reason: Cut to 123 bytes of UTF-8.
    public func close(code: WebSocketCloseCode = .normal, reason: String = "") async {
        let close = WebSocketClose(code: code.isSendable ? code : .normal, reason: reason)
        channel.eventLoop.execute { [handler] in handler.value.close(close) }
        try? await channel.closeFuture.get()
    }

    private func send(_ frame: WebSocketFrame) async throws {
        try Task.checkCancellation()
        // Handlers run on the connection's own thread: most sends are done without leaving it.
        if channel.eventLoop.inEventLoop, try handler.value.trySend(frame) { return }
        let number = Self.nextSend.add(1, ordering: .relaxed).newValue
        let loop = channel.eventLoop
        // Submitted before the cancellation handler exists, so that the loop sees the send first.
        let sent = loop.flatSubmit { [handler] in handler.value.send(frame, number: number) }
        try await withTaskCancellationHandler {
            try await sent.get()
        } onCancel: { [handler] in
            loop.execute { handler.value.cancelSend(number) }
        }
    }
}
