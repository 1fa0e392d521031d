import Testing

@testable import BackendAIKit

@Suite("Server-sent events")
struct ServerSentEventParserTests {
    private static func events(_ text: String) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return try parser.take(text.utf8)
    }

    @Test("lines end by LF, CRLF or CR", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        let text = ["event: session_started", "data: {}", "", "data: x", "", ""].joined(separator: end)

        #expect(
            try Self.events(text) == [
                ServerSentEvent(name: "session_started", data: "{}"), ServerSentEvent(name: "message", data: "x"),
            ])
    }

    @Test("events come out the same however the bytes are cut into pieces")
    func pieces() throws {
        let text = "\u{feff}: hello\r\nid: 7\r\nevent: a\r\ndata: één\r\ndata: two\r\n\r\nretry: 3\ndata\n\n: bye\n"
        let whole = try Self.events(text)
        for size in 1...text.utf8.count {
            var parser = ServerSentEventParser()
            var events: [ServerSentEvent] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                events += try parser.take(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(events == whole)
            #expect(parser.lastID == "7")
            #expect(parser.retry == 3)
        }
        #expect(
            whole == [
                ServerSentEvent(name: "a", data: "één\ntwo", id: "7"),
                ServerSentEvent(name: "message", data: "", id: "7"),
            ])
    }

    @Test("comments, unknown fields and events without data are passed over; one blank behind the colon is dropped")
    func fields() throws {
        #expect(
            try Self.events(": ping\n\nevent: nothing\n\nother: x\ndata:  two blanks\n\n").map(\.data) == [
                " two blanks"
            ])
        #expect(try Self.events("data:x\n\n").map(\.data) == ["x"])
        // What no blank line has ended may not be whole.
        #expect(try Self.events("data: half").isEmpty)
    }

    @Test("an id holds for the events after it, and one with a NUL is none")
    func identifiers() throws {
        let events = try Self.events("id: 1\ndata: a\n\ndata: b\n\nid: 2\u{0}\ndata: c\n\nid\ndata: d\n\n")

        #expect(events.map(\.id) == ["1", "1", "1", ""])
    }

    @Test(
        "a pause is in seconds as the original means it, or in milliseconds where it would be absurdly long",
        arguments: [("5", 5.0), ("0", 0), ("999", 999), ("3000", 3), ("abc", nil), ("-1", nil), ("", nil)]
            as [(String, Double?)])
    func pauses(text: String, seconds: Double?) throws {
        var parser = ServerSentEventParser()
        _ = try parser.take("retry: \(text)\n".utf8)

        #expect(parser.retry == seconds)
    }

    @Test("an event that does not end is refused before it fills the memory")
    func tooLong() {
        var parser = ServerSentEventParser()

        #expect(throws: ServerSentEventParser.TooLong.self) {
            for _ in 0..<20 { _ = try parser.take(Array(repeating: UInt8(ascii: "x"), count: 64 << 10)) }
        }
    }

    @Test("no bytes make it fail or grow beyond its limit")
    func garbage() throws {
        var generator = SystemRandomNumberGenerator()
        let signs = Array("data: id:\r\n\u{0}event:retry: 123\n\n".utf8)
        for _ in 0..<500 {
            var parser = ServerSentEventParser()
            let bytes = (0..<Int.random(in: 0..<200)).map { _ in
                Bool.random(using: &generator) ? signs.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255)
            }
            _ = try parser.take(bytes)
        }
    }
}
