import NIOCore
import NIOWebSocket

/// Puts the frames of a peer together to messages and checks them (RFC 6455 §5).
///
/// A pure value. The frame decoder before it has already refused frames over the limit and malformed control frames.
struct WebSocketAssembler {
    /// What a frame amounts to.
    enum Event: Equatable {
        /// A fragment with more to come.
        case partial
        case message(WebSocketMessage)
        case ping(ByteBuffer)
        case pong
        case close(WebSocketClose)
    }

    /// The peer broke the rules; the close to send says which.
    struct Violation: Error, Equatable {
        let close: WebSocketClose

        init(_ code: WebSocketCloseCode, _ reason: String) {
            close = WebSocketClose(code: code, reason: reason)
        }
    }

    private struct Fragments {
        let isText: Bool
        var payload: ByteBuffer
    }

    /// In bytes, all fragments of one message together.
    let maximumMessageSize: Int
    /// Whether the peer is a client, whose frames are masked; a server's must not be.
    let expectsMask: Bool
    private var fragments: Fragments?

    init(maximumMessageSize: Int, expectsMask: Bool = true) {
        self.maximumMessageSize = maximumMessageSize
        self.expectsMask = expectsMask
    }

    mutating func receive(_ frame: WebSocketFrame) throws(Violation) -> Event {
        guard (frame.maskKey != nil) == expectsMask else {
            throw Violation(.protocolError, expectsMask ? "client frame is not masked" : "server frame is masked")
        }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw Violation(.protocolError, "reserved bit is set") }
        switch frame.opcode {
        case .text, .binary: return try begin(frame)
        case .continuation: return try proceed(frame)
        case .ping: return .ping(frame.plainData)
        case .pong: return .pong
        case .connectionClose: return .close(try Self.close(frame.plainData))
        default: throw Violation(.protocolError, "reserved opcode")
        }
    }

    private mutating func begin(_ frame: WebSocketFrame) throws(Violation) -> Event {
        guard fragments == nil else { throw Violation(.protocolError, "message began inside another") }
        try checkSize(frame.length)
        let isText = frame.opcode == .text
        guard frame.fin else {
            fragments = Fragments(isText: isText, payload: frame.plainData)
            return .partial
        }
        return .message(try Self.message(frame.plainData, isText: isText))
    }

    private mutating func proceed(_ frame: WebSocketFrame) throws(Violation) -> Event {
        guard var current = fragments else { throw Violation(.protocolError, "continuation of no message") }
        // Left in place, the buffer would have two owners and be copied for every fragment.
        fragments = nil
        try checkSize(current.payload.readableBytes + frame.length)
        current.payload.writeImmutableBuffer(frame.plainData)
        guard frame.fin else {
            fragments = current
            return .partial
        }
        return .message(try Self.message(current.payload, isText: current.isText))
    }

    private func checkSize(_ size: Int) throws(Violation) {
        guard size <= maximumMessageSize else {
            throw Violation(.messageTooBig, "message exceeds \(maximumMessageSize) bytes")
        }
    }

    private static func message(_ payload: ByteBuffer, isText: Bool) throws(Violation) -> WebSocketMessage {
        isText ? .text(try text(payload)) : .binary(payload)
    }

    private static func text(_ payload: ByteBuffer) throws(Violation) -> String {
        guard let text = String(validating: payload.readableBytesView, as: UTF8.self) else {
            throw Violation(.invalidPayload, "text is not UTF-8")
        }
        return text
    }

    private static func close(_ payload: ByteBuffer) throws(Violation) -> WebSocketClose {
        var payload = payload
        guard payload.readableBytes > 0 else { return WebSocketClose(code: .noCode) }
        guard let number = payload.readInteger(as: UInt16.self) else {
            throw Violation(.protocolError, "close code is cut short")
        }
        let code = WebSocketCloseCode(rawValue: number)
        guard code.isSendable else { throw Violation(.protocolError, "close code is not allowed") }
        return WebSocketClose(code: code, reason: try text(payload))
    }
}
