import NIOCore
import Synchronization

/// The messages one WebSocket has received and its handler has not yet taken, counted in bytes.
final class WebSocketInbox: Sendable {
    /// What a queued message costs beside its payload, so that floods of empty ones are held back too.
    private static let overhead = 64

    private let messages = Mailbox<WebSocketMessage>()
    private let bytes = Atomic(0)
    private let highWaterMark: Int
    private let lowWaterMark: Int
    private let onDrained: @Sendable () -> Void
    // A mutex because it is written on the event loop and read anywhere.
    private let received = Mutex<WebSocketClose?>(nil)

    /// Creates an empty inbox that calls `onDrained` whenever a full one has been emptied below the low mark.
    init(settings: WebSocketSettings, onDrained: @escaping @Sendable () -> Void) {
        highWaterMark = settings.highWaterMark
        lowWaterMark = settings.lowWaterMark
        self.onDrained = onDrained
    }

    /// The Close frame of the peer, once it has come.
    var peerClose: WebSocketClose? { received.withLock { $0 } }

    func record(_ close: WebSocketClose) {
        received.withLock { $0 = close }
    }

    /// Adds a message.
    ///
    /// - Returns: Whether reading may go on; if not, `onDrained` will be called.
    func offer(_ message: WebSocketMessage) -> Bool {
        // Counted first: the consumer may take it before `offer` returns.
        let cost = message.size + Self.overhead
        let total = bytes.add(cost, ordering: .acquiringAndReleasing).newValue
        messages.offer(message)
        return total < highWaterMark
    }

    func finish() {
        messages.finish()
    }

    /// Waits for the next message; `nil` after the last.
    func next() async throws -> WebSocketMessage? {
        guard let message = try await messages.nextUnlessCancelled() else { return nil }
        let cost = message.size + Self.overhead
        let (old, new) = bytes.subtract(cost, ordering: .acquiringAndReleasing)
        if old >= lowWaterMark, new < lowWaterMark { onDrained() }
        return message
    }
}
