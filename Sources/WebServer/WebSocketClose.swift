/// What a Close frame says.
public struct WebSocketClose: Sendable, Hashable {
    public var code: WebSocketCloseCode
    /// At most 123 bytes of UTF-8, the room of a control frame.
    public var reason: String

    /// Creates the content of a Close frame.
    public init(code: WebSocketCloseCode, reason: String = "") {
        self.code = code
        self.reason = reason
    }
}

/// The number of a Close frame (RFC 6455 §7.4).
public struct WebSocketCloseCode: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt16

    /// Creates a code; 3000 to 4999 are free for applications.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let normal = Self(rawValue: 1000)
    public static let goingAway = Self(rawValue: 1001)
    public static let protocolError = Self(rawValue: 1002)
    public static let unacceptableData = Self(rawValue: 1003)
    /// The peer's Close frame had no code; never sent.
    public static let noCode = Self(rawValue: 1005)
    /// A text message was not UTF-8.
    public static let invalidPayload = Self(rawValue: 1007)
    public static let policyViolation = Self(rawValue: 1008)
    public static let messageTooBig = Self(rawValue: 1009)
    public static let internalError = Self(rawValue: 1011)
    public static let tryAgainLater = Self(rawValue: 1013)

    /// Whether the code may stand in a frame: 1004 to 1006 and 1015 describe a connection, the rest is unassigned.
    var isSendable: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension WebSocketClose {
    /// The reason cut to the 123 bytes that fit a control frame beside the code, at a character's end.
    var sendableReason: String {
        var reason = reason
        while reason.utf8.count > 123 { reason.removeLast() }
        return reason
    }
}

/// Why a message could not be sent.
public enum WebSocketError: Error, Equatable, CustomStringConvertible {
    /// One side has closed the connection, or it broke.
    case closed

    public var description: String {
        switch self {
        case .closed: "websocket is closed"
        }
    }
}
