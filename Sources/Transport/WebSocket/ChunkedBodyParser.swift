/// Undoes chunked transfer coding (RFC 9112 §7.1) in whatever pieces it arrives.
struct ChunkedBodyParser: Sendable {
    private enum State {
        case size([UInt8])
        case data(remaining: Int)
        /// The line ending behind a chunk.
        case dataEnd
        /// Trailers; `true` once the present line has a character.
        case trailer(hasText: Bool)
    }

    private var state = State.size([])

    /// Reads `bytes` and appends the data in them to `body`.
    ///
    /// - Returns: Whether the body is whole.
    mutating func take(_ bytes: UnsafeRawBufferPointer, into body: inout [UInt8]) throws(TransportError) -> Bool {
        var offset = 0
        while offset < bytes.count {
            if case .data(let remaining) = state {
                let piece = bytes[offset...].prefix(remaining)
                body += piece
                offset += piece.count
                state = piece.count == remaining ? .dataEnd : .data(remaining: remaining - piece.count)
                continue
            }
            if try take(bytes[offset]) { return true }
            offset += 1
        }
        return false
    }

    private mutating func take(_ byte: UInt8) throws(TransportError) -> Bool {
        switch (state, byte) {
        case (_, UInt8(ascii: "\r")): break
        case (.size(let text), UInt8(ascii: "\n")):
            let digits = String(decoding: text.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            let trimmed = digits.prefix { $0 != " " && $0 != "\t" }
            guard let size = UInt32(trimmed, radix: 16) else {
                throw .protocolViolation(reason: "a chunk without a size")
            }
            state = size == 0 ? .trailer(hasText: false) : .data(remaining: Int(size))
        case (.size(let text), _):
            guard text.count < 256 else { throw .protocolViolation(reason: "a chunk size over 256 bytes") }
            state = .size(text + [byte])
        case (.dataEnd, UInt8(ascii: "\n")): state = .size([])
        case (.dataEnd, _): throw .protocolViolation(reason: "a chunk longer than its size")
        case (.trailer(let hasText), UInt8(ascii: "\n")):
            if !hasText { return true }
            state = .trailer(hasText: false)
        case (.trailer, _): state = .trailer(hasText: true)
        case (.data, _): break
        }
        return false
    }
}
