/// Puts a response head together from its lines, skipping interim (1xx) heads.
struct ResponseHeadParser: Sendable {
    /// The most bytes all heads of one response may have together.
    static let limit = 256 * 1024

    private enum State {
        case statusLine
        case fields(status: Int, HTTPHeaders)
        /// The final head has been given out; what follows are trailers.
        case finished
    }

    private var state = State.statusLine
    private var size = 0

    /// Takes one line, with or without its line ending.
    ///
    /// - Returns: The final head, once, when `line` is the empty one that ends it.
    mutating func take(line: UnsafeRawBufferPointer) throws(TransportError) -> ResponseHead? {
        size += line.count
        guard size <= Self.limit else { throw .protocolViolation(reason: "a response head over `\(Self.limit)` bytes") }
        let text = Self.trimmed(line[...])
        switch state {
        case .statusLine:
            state = .fields(status: try Self.status(in: text), [:])
            return nil
        case .fields(let status, let headers) where text.isEmpty:
            guard status >= 200 || status == 101 else {
                state = .statusLine
                return nil
            }
            state = .finished
            return ResponseHead(status: status, headers: headers)
        case .fields(let status, var headers):
            try Self.add(text, to: &headers, isFolded: line.first == 0x20 || line.first == 0x09)
            state = .fields(status: status, headers)
            return nil
        case .finished: return nil
        }
    }

    /// Reads `HTTP/1.1 200 OK`; the phrase is optional.
    private static func status(in line: Slice<UnsafeRawBufferPointer>) throws(TransportError) -> Int {
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/"), parts[1].utf8.count == 3, let status = Int(parts[1]),
            (100...999).contains(status)
        else {
            throw .protocolViolation(reason: "`\(text.prefix(80))` is not an HTTP status line")
        }
        return status
    }

    private static func add(
        _ line: Slice<UnsafeRawBufferPointer>,
        to headers: inout HTTPHeaders,
        isFolded: Bool
    ) throws(TransportError) {
        if isFolded { return headers.continueLast(with: String(decoding: line, as: UTF8.self)) }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw .protocolViolation(
                reason: "`\(String(decoding: line.prefix(80), as: UTF8.self))` is not a header field")
        }
        let value = trimmed(line[(colon + 1)...])
        headers.add(String(decoding: value, as: UTF8.self), for: String(decoding: line[..<colon], as: UTF8.self))
    }

    private static func trimmed(_ line: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        guard let first = line.firstIndex(where: { !isSpace($0) }), let last = line.lastIndex(where: { !isSpace($0) })
        else { return line.prefix(0) }
        return line[first...last]
    }
}
