/// Reads a server's answer to an upgrade: either the 101 or a whole refusal.
struct UpgradeResponseParser: Sendable {
    /// Where a refusal's body is cut.
    static let bodyLimit = 64 * 1024

    /// What the bytes so far amount to.
    enum Step: Sendable, Equatable {
        case needsMore
        /// The 101; what follows the first `consumed` bytes of the last piece are frames.
        case upgraded(ResponseHead, consumed: Int)
        case refused(HTTPResponse)
    }

    private enum State {
        case head
        case sized(remaining: Int)
        case chunked(ChunkedBodyParser)
        case untilEnd
    }

    private var parser = ResponseHeadParser()
    private var line: [UInt8] = []
    private var state = State.head
    private var refusal = HTTPResponse(status: 0)

    /// Reads the next piece.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Step {
        var offset = 0
        while case .head = state, offset < bytes.count {
            let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            line += bytes[offset..<end]
            offset = end
            guard line.count <= ResponseHeadParser.limit else {
                throw .protocolViolation(reason: "a response head over `\(ResponseHeadParser.limit)` bytes")
            }
            guard line.last == UInt8(ascii: "\n") else { return .needsMore }
            let head = try takeLine()
            if let head, head.status == 101 { return .upgraded(head, consumed: offset) }
            if let head { beginBody(head) }
        }
        if case .head = state { return .needsMore }
        return try takeBody(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    }

    /// What there is when the connection ends here.
    func ended() -> HTTPResponse? {
        if case .head = state { nil } else { refusal }
    }

    private mutating func takeLine() throws(TransportError) -> ResponseHead? {
        let whole = line
        line = []
        let result = whole.withUnsafeBytes { bytes -> Result<ResponseHead?, TransportError> in
            do throws(TransportError) {
                return .success(try parser.take(line: bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func beginBody(_ head: ResponseHead) {
        refusal = HTTPResponse(status: head.status, headers: head.headers)
        if head.status == 204 || head.status == 304 {
            state = .sized(remaining: 0)
        } else if head.headers.values(for: "Transfer-Encoding").contains(where: { $0.lowercased().hasSuffix("chunked") }
        ) {
            state = .chunked(ChunkedBodyParser())
        } else if let length = head.contentLength, length >= 0 {
            state = .sized(remaining: length)
        } else {
            state = .untilEnd
        }
    }

    private mutating func takeBody(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Step {
        var isWhole = false
        switch state {
        case .head: return .needsMore
        case .sized(let remaining):
            refusal.body += bytes.prefix(remaining)
            isWhole = bytes.count >= remaining
            state = .sized(remaining: max(0, remaining - bytes.count))
        case .chunked(var chunks):
            isWhole = try chunks.take(bytes, into: &refusal.body)
            state = .chunked(chunks)
        case .untilEnd: refusal.body += bytes
        }
        guard isWhole || refusal.body.count >= Self.bodyLimit else { return .needsMore }
        refusal.body = Array(refusal.body.prefix(Self.bodyLimit))
        return .refused(refusal)
    }
}
