/// How a peer broke RFC 6455, and the close code to tell it with.
enum WebSocketViolation: Error, Sendable, Equatable {
    /// 1002: a frame that must not be.
    case frame(String)
    /// 1007: a text that is not UTF-8.
    case notUTF8
    /// 1009: a message longer than `limit` bytes.
    case tooLarge(limit: Int)

    var closeCode: UInt16 {
        switch self {
        case .frame: 1002
        case .notUTF8: 1007
        case .tooLarge: 1009
        }
    }

    /// The same for the reader of the WebSocket.
    var error: TransportError {
        switch self {
        case .frame(let reason): .protocolViolation(reason: reason)
        case .notUTF8: .protocolViolation(reason: "a text message that is not UTF-8")
        case .tooLarge(let limit): .tooLarge(limit: limit)
        }
    }
}
