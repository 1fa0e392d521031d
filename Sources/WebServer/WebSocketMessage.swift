public import NIOCore

/// One complete message; fragments have been put together.
public enum WebSocketMessage: Sendable, Equatable {
    /// Valid UTF-8.
    case text(String)
    case binary(ByteBuffer)

    /// The payload's size in bytes.
    var size: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let buffer): buffer.readableBytes
        }
    }
}
