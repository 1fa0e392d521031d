import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Testing
import WebServer

@testable import Manager

@Suite("Callbacks")
struct CallbackSenderTests {
    /// A web server that notes what it is told, and refuses the first so many times.
    private struct Listener {
        let told = Noted<[JSONValue]>([])
        let refusals: Noted<Int>

        func service(_ ports: AsyncStream<Int>.Continuation) -> WebServer {
            let router = Router()
            router.post("told") { [told, refusals] request, _ in
                let body = try await request.body.collect(upTo: 1 << 16)
                var mustRefuse = false
                let left = refusals.value
                if left > 0 {
                    refusals.change { $0 -= 1 }
                    mustRefuse = true
                }
                if mustRefuse { return Response(status: .internalServerError) }
                let value = try JSONValue(parsing: Array(body.readableBytesView))
                told.change { $0.append(value) }
                return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "thanks")))
            }
            return WebServer(
                responder: router.buildResponder(),
                configuration: WebServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0)),
                logger: Logger(label: "listener") { _ in SwiftLogNoOpLogHandler() },
                onListening: { ports.yield($0.port ?? 0) })
        }
    }

    private static func lives(refusals: Int) async throws -> [JSONValue] {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = Listener(refusals: Noted(refusals))
        return try await TestManager.with { manager in
            try await withServices([listener.service(port)]) {
                var iterator = ports.makeAsyncIterator()
                let number = await iterator.next() ?? 0
                let url = "http://127.0.0.1:\(number)/told"
                #expect(try await manager.create("first", #","callback_url":"\#(url)""#).status == 201)
                _ = try await manager.send("DELETE", "/session/first")
                for _ in 0..<6000 {
                    if listener.told.value.last?["event"] == "terminated" { break }
                    try await Task.sleep(for: .milliseconds(10))
                }
                return listener.told.value
            }
        }
    }

    @Test("an address is told of every event of a session's life, in order")
    func life() async throws {
        let told = try await Self.lives(refusals: 0)

        let names = told.compactMap { $0["event"]?.text }
        #expect(names == ["enqueued", "scheduled", "preparing", "started", "terminating", "terminated"])
        #expect(told.first?.members?.map(\.name) == ["type", "event", "session_id", "when"])
        #expect(told.first?["type"] == "session_lifecycle")
    }

    @Test("an address that fails is told again, three times, and order is kept")
    func retries() async throws {
        let names = try await Self.lives(refusals: 3).compactMap { $0["event"]?.text }

        #expect(names == ["enqueued", "scheduled", "preparing", "started", "terminating", "terminated"])
    }

    @Test("an event that cannot be told in four tries is given up, and the next one has its own")
    func givesUp() async throws {
        let names = try await Self.lives(refusals: 4).compactMap { $0["event"]?.text }

        #expect(names == ["scheduled", "preparing", "started", "terminating", "terminated"])
    }
}
