import NIOCore

/// What every WebSocket of a server or of a dialer has in common.
struct WebSocketSettings: Sendable {
    /// In bytes, all fragments of one message together.
    let maximumMessageSize: Int
    let pingInterval: TimeAmount?
    /// Whether the peer is the server, whose frames are not masked.
    var isClient = false
    /// How long the peer gets to answer a Close before the connection is cut.
    var closeTimeout = TimeAmount.seconds(2)
    /// Received bytes waiting for the handler from which reading stops, and below which it goes on.
    var highWaterMark = 256 << 10
    var lowWaterMark = 64 << 10
}
