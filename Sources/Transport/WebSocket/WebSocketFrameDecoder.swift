/// Reads the frames of a server, whatever pieces they arrive in.
///
/// A pure value: bytes in, events out. After a violation it must not be used again.
struct WebSocketFrameDecoder: Sendable {
    /// What a peer said.
    enum Event: Sendable, Equatable {
        case message(WebSocketMessage)
        case ping([UInt8])
        case pong
        /// `code` is `nil` when the close frame was empty.
        case close(code: UInt16?, reason: String)
    }

    private struct Header {
        let opcode: WebSocketOpcode
        let isFinal: Bool
        let length: Int
    }

    private enum State {
        /// Bytes of a header that is not whole yet; at most 10.
        case header([UInt8])
        case payload(Header, remaining: Int)
    }

    private let limit: Int
    private var state = State.header([])
    /// The kind of the message whose fragments are being joined; `nil` between messages.
    private var kind: WebSocketOpcode?
    private var message: [UInt8] = []
    private var control: [UInt8] = []

    /// Creates a decoder that refuses messages over `limit` bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Reads `bytes` and appends what they complete; events before a violation are kept.
    mutating func decode(_ bytes: UnsafeRawBufferPointer, into events: inout [Event]) throws(WebSocketViolation) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch state {
            case .header(var partial):
                let needed = Self.headerSize(partial) - partial.count
                partial += rest.prefix(needed)
                rest = rest.dropFirst(needed)
                guard partial.count == Self.headerSize(partial) else {
                    state = .header(partial)
                    continue
                }
                try begin(partial, &events)
            case .payload(let header, let remaining):
                let piece = rest.prefix(remaining)
                rest = rest.dropFirst(piece.count)
                append(UnsafeRawBufferPointer(rebasing: piece), of: header)
                state = .payload(header, remaining: remaining - piece.count)
                if piece.count == remaining { try end(header, &events) }
            }
        }
    }

    /// How long the header is that starts with `bytes`, as far as they tell.
    private static func headerSize(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 2 else { return 2 }
        return switch bytes[1] & 0x7F {
        case 126: 4
        case 127: 10
        default: 2
        }
    }

    private mutating func begin(_ bytes: [UInt8], _ events: inout [Event]) throws(WebSocketViolation) {
        let header = try check(bytes)
        if !header.opcode.isControl {
            kind = kind ?? header.opcode
            // A length is only a claim: memory comes with the bytes.
            message.reserveCapacity(message.count + min(header.length, 1024 * 1024))
        }
        state = .payload(header, remaining: header.length)
        if header.length == 0 { try end(header, &events) }
    }

    private func check(_ bytes: [UInt8]) throws(WebSocketViolation) -> Header {
        guard bytes[0] & 0x70 == 0 else { throw .frame("a frame with reserved bits set") }
        guard let opcode = WebSocketOpcode(rawValue: bytes[0] & 0x0F) else {
            throw .frame("a frame with unknown opcode `\(bytes[0] & 0x0F)`")
        }
        guard bytes[1] & 0x80 == 0 else { throw .frame("a masked frame from a server") }
        let isFinal = bytes[0] & 0x80 != 0
        let short = UInt64(bytes[1] & 0x7F)
        let length = bytes.count == 2 ? short : bytes[2...].reduce(0) { $0 << 8 | UInt64($1) }
        guard short < 126 || length >= (short == 126 ? 126 : 0x1_0000), length >> 63 == 0 else {
            throw .frame("a frame whose length is not written in the shortest form")
        }
        if opcode.isControl {
            guard isFinal, short < 126 else { throw .frame("a control frame that is fragmented or too long") }
        } else {
            guard (opcode == .continuation) == (kind != nil) else {
                throw .frame("a fragment that belongs to no message, or a message within another")
            }
            guard length <= UInt64(limit - message.count) else { throw .tooLarge(limit: limit) }
        }
        return Header(opcode: opcode, isFinal: isFinal, length: Int(length))
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer, of header: Header) {
        if header.opcode.isControl {
            control.append(contentsOf: bytes)
        } else {
            message.append(contentsOf: bytes)
        }
    }

    private mutating func end(_ header: Header, _ events: inout [Event]) throws(WebSocketViolation) {
        state = .header([])
        switch header.opcode {
        case .ping: events.append(.ping(takeControl()))
        case .pong:
            _ = takeControl()
            events.append(.pong)
        case .close: events.append(try Self.close(takeControl()))
        case .text, .binary, .continuation:
            guard header.isFinal, let kind else { return }
            self.kind = nil
            let bytes = message
            message = []
            if kind == .binary { return events.append(.message(.binary(bytes))) }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
            events.append(.message(.text(text)))
        }
    }

    private mutating func takeControl() -> [UInt8] {
        defer { control = [] }
        return control
    }

    private static func close(_ payload: [UInt8]) throws(WebSocketViolation) -> Event {
        guard !payload.isEmpty else { return .close(code: nil, reason: "") }
        guard payload.count >= 2 else { throw .frame("a close frame of one byte") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard isValidCloseCode(code) else { throw .frame("the reserved close code `\(code)`") }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else { throw .notUTF8 }
        return .close(code: code, reason: reason)
    }

    /// Whether a close frame may carry `code` (RFC 6455 §7.4 and IANA's registry).
    static func isValidCloseCode(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
