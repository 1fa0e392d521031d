import Testing

@testable import Transport

@Suite("Upgrade response parser")
struct UpgradeResponseParserTests {
    /// Feeds `text` in pieces of `size` bytes until something other than "needs more" comes.
    private func parse(_ text: String, by size: Int) throws -> (UpgradeResponseParser.Step, UpgradeResponseParser) {
        let bytes = Array(text.utf8)
        var parser = UpgradeResponseParser()
        for start in stride(from: 0, to: bytes.count, by: size) {
            let step = try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { try parser.take($0) }
            if step != .needsMore { return (step, parser) }
        }
        return (.needsMore, parser)
    }

    @Test("finds the end of the 101, whatever the pieces", arguments: [1, 3, 1000])
    func upgraded(size: Int) throws {
        let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching\r\nA: b\r\n\r\n"
        let (step, _) = try parse(text + "frames", by: size)
        guard case .upgraded(let head, let consumed) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(head.headers["a"] == "b")
        #expect(consumed == (size == 1000 ? text.utf8.count : (text.utf8.count - 1) % size + 1))
    }

    @Test("reads a refusal by length, by chunks and until the end", arguments: [1, 5, 1000])
    func refused(size: Int) throws {
        let head = "HTTP/1.1 401 No\r\n"
        let sized = try parse(head + "Content-Length: 4\r\n\r\nbodyrest", by: size).0
        #expect(
            sized == .refused(HTTPResponse(status: 401, headers: ["Content-Length": "4"], body: Array("body".utf8))))

        let chunked = try parse(
            head + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nbo\r\n2\r\ndy\r\n0\r\nT: 1\r\n\r\n", by: size
        ).0
        #expect(
            chunked
                == .refused(
                    HTTPResponse(status: 401, headers: ["Transfer-Encoding": "chunked"], body: Array("body".utf8))))

        let (step, parser) = try parse(head + "\r\nbody", by: size)
        #expect(step == .needsMore)
        #expect(parser.ended() == HTTPResponse(status: 401, body: Array("body".utf8)))

        #expect(
            try parse(head + "Content-Length: 0\r\n\r\n", by: size).0
                == .refused(HTTPResponse(status: 401, headers: ["Content-Length": "0"])))
    }

    @Test(
        "refuses what is not HTTP",
        arguments: [
            "SSH-2.0-x\r\n", "HTTP/1.1 1x1 A\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n",
            "HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy",
            "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 300_000),
        ]
    )
    func malformed(text: String) {
        #expect(throws: TransportError.self) { try parse(text, by: 1000) }
    }
}
