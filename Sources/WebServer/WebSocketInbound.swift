/// The messages of one WebSocket, in order; ends when the connection does.
///
/// While a message waits to be taken no more than about 256 KiB are read ahead, so that a slow consumer slows its
/// peer down. Iterate it once.
public struct WebSocketInbound: AsyncSequence, Sendable {
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let inbox: WebSocketInbox

        /// Waits for the next message; `nil` after a Close of either side and when the connection broke.
        ///
        /// - Throws: `CancellationError`.
        public func next() async throws -> WebSocketMessage? {
            try await inbox.next()
        }
    }

    let inbox: WebSocketInbox

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(inbox: inbox)
    }
}
