import Glibc
import HTTPTypes
import NIOCore
import NIOPosix
import Testing

@testable import WebServer

@Suite("WebSocket dialer")
struct WebSocketDialerTests {
    /// Runs `body` with a server on a unix socket.
    private static func with(
        _ routing: TestRouting = TestRouting(), body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let path = "/tmp/bai-dial-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        let configuration = WebServerConfiguration(address: .unixSocket(path: path))
        try await RunningServer.with(configuration, routing: routing) { _ in try await body(path) }
    }

    @Test("messages of every size go both ways as they are", arguments: [0, 1, 125, 126, 65_535, 65_536, 300_000])
    func echo(size: Int) async throws {
        try await Self.with { path in
            let socket = try await WebSocketDialer().dial("/ws/echo", unixSocket: path, requiredPeer: geteuid())
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try await socket.send(binary: ByteBuffer(bytes: bytes))
            try await socket.send(text: "한")
            let inbound = socket.inbound.makeAsyncIterator()

            #expect(try await inbound.next() == .binary(ByteBuffer(bytes: bytes)))
            #expect(try await inbound.next() == .text("한"))
            await socket.close()
            #expect(try await inbound.next() == nil)
        }
    }

    @Test("serves the connection on the thread that is asked for")
    func eventLoop() async throws {
        try await Self.with { path in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            let socket = try await WebSocketDialer().dial(
                "/ws/echo", unixSocket: path, requiredPeer: geteuid(), on: eventLoop)

            #expect(socket.eventLoop === eventLoop)
            await socket.close()
        }
    }

    @Test("ends when the server closes, with its code")
    func closed() async throws {
        let routing = TestRouting(handlers: ["/ws/go": { socket in await socket.close(code: .tryAgainLater) }])
        try await Self.with(routing) { path in
            let socket = try await WebSocketDialer().dial("/ws/go", unixSocket: path, requiredPeer: geteuid())

            #expect(try await socket.inbound.makeAsyncIterator().next() == nil)
            #expect(socket.peerClose?.code == .tryAgainLater)
            await #expect(throws: WebSocketError.closed) { try await socket.send(text: "x") }
        }
    }

    @Test("an ordinary answer is told with its body; nobody there, and another user, are told apart")
    func failures() async throws {
        try await Self.with { path in
            let dialer = WebSocketDialer()
            let refused = await #expect(throws: WebSocketDialError.self) {
                try await dialer.dial("/ws/denied", unixSocket: path, requiredPeer: geteuid())
            }
            guard case .refused(let status, let body) = refused else {
                Issue.record("\(refused as Any)")
                return
            }
            #expect(status == .unauthorized)
            #expect(String(decoding: body, as: UTF8.self).contains("auth-failed"))
            await #expect(throws: WebSocketDialError.wrongPeer) {
                try await dialer.dial("/ws/echo", unixSocket: path, requiredPeer: geteuid() &+ 1)
            }
            let absent = await #expect(throws: WebSocketDialError.self) {
                try await dialer.dial("/ws/echo", unixSocket: path + ".not", requiredPeer: geteuid())
            }
            guard case .unreachable = absent else {
                Issue.record("\(absent as Any)")
                return
            }
        }
    }
}
