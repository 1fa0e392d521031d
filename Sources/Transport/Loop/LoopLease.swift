/// Keeps a client's loop for the stream or WebSocket that uses it, and ends that with itself.
final class LoopLease: Sendable {
    private let id: TransportLoop.ID
    private let owner: LoopOwner

    init(_ id: TransportLoop.ID, _ owner: LoopOwner) {
        self.id = id
        self.owner = owner
    }

    deinit { owner.loop.notify(.cancel(id)) }

    /// Ends the stream or WebSocket now.
    func cancel() {
        owner.loop.notify(.cancel(id))
    }
}
