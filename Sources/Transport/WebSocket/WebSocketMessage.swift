/// One whole message of a WebSocket, its fragments joined.
public enum WebSocketMessage: Sendable, Hashable {
    /// Valid UTF-8.
    case text(String)
    /// Any bytes.
    case binary([UInt8])

    /// The length of the payload in bytes.
    var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}
