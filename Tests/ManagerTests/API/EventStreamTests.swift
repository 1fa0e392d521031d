import Core
import Hummingbird
import Logging
import Testing
import Transport
import WebServer

@testable import Manager

@Suite("Event streams")
struct EventStreamTests {
    /// Has always more to tell.
    private struct Flood: EventSource {
        let signal = Signal()
        let hasEnded = false
        private let text = String(repeating: "x", count: 64 << 10)

        mutating func next() async throws -> [ServerSentEvent] { [ServerSentEvent("flood", .string(text))] }
    }

    private static let quiet = Logger(label: "events") { _ in SwiftLogNoOpLogHandler() }

    @Test("a client that reads nothing while there is something to read is cut off, and its place is free again")
    func slowReader() async throws {
        let count = StreamCount()
        let accessKey = AccessKey(rawValue: "AKIA")
        let router = Router(context: ManagerRequestContext.self)
        let (closed, close) = AsyncStream<Void>.makeStream()
        router.get("flood") { _, context in
            let lease = try #require(count.take(accessKey, most: 1))
            #expect(count.take(accessKey, most: 1) == nil)
            context.channel.closeFuture.whenComplete { _ in close.finish() }
            return EventStream(
                source: Flood(), channel: context.channel, revocation: AsyncStream { _ in }, lease: lease,
                logger: Self.quiet,
                timing: EventStreamTiming(
                    ping: .seconds(1), look: .milliseconds(20), patience: .milliseconds(200), delay: .zero)
            ).response()
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = WebServer(
            responder: router.buildResponder(),
            configuration: WebServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)), logger: Self.quiet,
            onListening: { port.yield($0.port ?? 0) })
        let client = HTTPClient()
        try await withServices([server]) {
            var iterator = ports.makeAsyncIterator()
            let number = await iterator.next() ?? 0
            let stream = try await client.stream(Transport.HTTPRequest(url: "http://127.0.0.1:\(number)/flood"))
            for await _ in closed {}
            _ = stream
        }
        await client.shutdown()
        #expect(count.take(accessKey, most: 1) != nil)
    }

    @Test("an event has the form of the standard, and a name of its own beside its data")
    func form() {
        let event = ServerSentEvent("session_started", ["a": "b\nc"], id: "57.1")

        #expect(event.text() == "event: session_started\r\ndata: {\"a\":\"b\\nc\"}\r\nid: 57.1\r\n\r\n")
        #expect(event.text(retry: 5).hasSuffix("id: 57.1\r\nretry: 5\r\n\r\n"))
        #expect(ServerSentEvent.close.text() == "event: server_close\r\ndata: {}\r\n\r\n")
    }
}
