import Glibc
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import WebServer

@Suite("WebSocket connection")
struct WebSocketTests {
    /// What a client of a server with a limit of 1000 bytes must not send, and the close code for it.
    private static let violations: [([UInt8], UInt16)] = {
        let zeros = { (count: Int) in [UInt8](repeating: 0, count: count) }
        let tooBig = RawClient.frame(2, zeros(600), fin: false) + RawClient.frame(0, zeros(600))
        let nested = RawClient.frame(1, [65], fin: false) + RawClient.frame(1, [65])
        return [
            (RawClient.frame(1, [0xC3, 0x28]), 1007),
            (RawClient.frame(1, [0xED, 0xA0, 0x80]), 1007),
            (RawClient.frame(2, zeros(2000)), 1009),
            (tooBig, 1009),
            (RawClient.frame(1, [65], masked: false), 1002),
            (RawClient.frame(0, [65]), 1002),
            (nested, 1002),
            (RawClient.frame(3, [65]), 1002),
            (RawClient.frame(0x41, [65]), 1002),
            (RawClient.frame(9, zeros(126)), 1002),
            (RawClient.frame(9, [], fin: false), 1002),
            (RawClient.frame(8, [3]), 1002),
            (RawClient.frame(8, [0x03, 0xED]), 1002),
        ]
    }()

    @Test("puts fragments together and answers pings between them")
    func fragments() async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.open("/ws/echo")
            try await client.send(RawClient.Frame(opcode: 1, payload: Array("한".utf8.prefix(2))), fin: false)
            try await client.send(RawClient.Frame(opcode: 9, payload: [7]))
            try await client.send(RawClient.Frame(opcode: 0, payload: []), fin: false)
            try await client.send(RawClient.Frame(opcode: 0, payload: Array("한".utf8.suffix(1))))
            #expect(try await client.frame() == RawClient.Frame(opcode: 10, payload: [7]))
            #expect(try await client.frame() == .text("한"))
        }
    }

    @Test("carries binary messages up to the limit", arguments: [0, 125, 126, 65_535, 65_536, 16 << 20])
    func binary(size: Int) async throws {
        try await RunningServer.with { server in
            let client = try server.connect()
            try await client.open("/ws/echo")
            let message = RawClient.Frame(opcode: 2, payload: Array(repeating: 0xA5, count: size))
            try await client.send(message)
            #expect(try await client.frame() == message)
        }
    }

    @Test(
        "closes with the code of the rule the peer broke, which it can read before the end",
        arguments: violations
    )
    func violation(bytes: [UInt8], code: UInt16) async throws {
        var configuration = RunningServer.local
        configuration.maximumMessageSize = 1000
        try await RunningServer.with(configuration) { server in
            let client = try server.connect()
            try await client.open("/ws/echo")
            try await client.send(bytes + RawClient.frame(1, Array("ignored".utf8)))
            let frame = try await client.frame()
            #expect(frame.opcode == 8)
            #expect(frame.payload.prefix(2) == RawClient.Frame.close(code).payload[...])
            #expect(try await client.isAtEnd())
        }
    }

    @Test("echoes the peer's close code, ends `inbound` and shows code and reason")
    func peerCloses() async throws {
        let seen = Mutex<WebSocketClose?>(nil)
        let done = Gate()
        let routing = TestRouting(handlers: [
            "/ws/watch": { socket in
                for try await _ in socket.inbound {}
                seen.withLock { $0 = socket.peerClose }
                await #expect(throws: WebSocketError.closed) { try await socket.send(text: "late") }
                done.open()
            }
        ])
        try await RunningServer.with(routing: routing) { server in
            let client = try server.connect()
            try await client.open("/ws/watch")
            try await client.send(.close(4321, "bye"))
            #expect(try await client.frame() == .close(4321))
            #expect(try await client.isAtEnd())
            await done.wait()
        }
        #expect(seen.withLock { $0 } == WebSocketClose(code: .init(rawValue: 4321), reason: "bye"))
    }

    @Test("ends `inbound` without a close when the peer vanishes")
    func peerVanishes() async throws {
        let seen = Mutex<WebSocketClose?>(WebSocketClose(code: .normal))
        let done = Gate()
        let routing = TestRouting(handlers: [
            "/ws/watch": { socket in
                for try await _ in socket.inbound {}
                seen.withLock { $0 = socket.peerClose }
                done.open()
            }
        ])
        try await RunningServer.with(routing: routing) { server in
            try await server.connect().open("/ws/watch")
            await done.wait()
        }
        #expect(seen.withLock { $0 } == nil)
    }

    @Test("closes as the handler says, with 1000 when it returns and 1011 when it throws")
    func handlerEnds() async throws {
        struct Broken: Error {}
        let routing = TestRouting(handlers: [
            "/ws/says": { await $0.close(code: .policyViolation, reason: "no") },
            "/ws/returns": { _ in },
            "/ws/throws": { _ in throw Broken() },
        ])
        try await RunningServer.with(routing: routing) { server in
            for (path, close) in [
                ("/ws/says", RawClient.Frame.close(1008, "no")), ("/ws/returns", .close(1000)),
                ("/ws/throws", .close(1011)),
            ] {
                let client = try server.connect()
                try await client.open(path)
                #expect(try await client.frame() == close)
                try await client.send(close)
                #expect(try await client.isAtEnd())
            }
        }
    }

    @Test("200 MB for a peer that doesn't read wait in the handler, not in memory, and then all arrive")
    func blockedReader() async throws {
        let sent = Counter()
        let routing = TestRouting(handlers: [
            "/ws/flood": { socket in
                let chunk = ByteBuffer(repeating: 0x2A, count: 500_000)
                for _ in 0..<400 {
                    try await socket.send(binary: chunk)
                    sent.add(1)
                }
            }
        ])
        try await RunningServer.with(routing: routing) { server in
            let client = try server.connect()
            try await client.open("/ws/flood")
            let stalled = try await settled { sent.value }
            #expect(stalled < 40)
            // A 64-bit length makes a head of 10 bytes.
            try await client.skip(400 * (500_000 + 10))
            #expect(try await client.frame() == .close(1000))
        }
    }

    @Test("a handler that doesn't take messages holds the peer back")
    func slowConsumer() async throws {
        let (gate, done) = (Gate(), Gate())
        let received = Counter()
        let routing = TestRouting(handlers: [
            "/ws/slow": { socket in
                await gate.wait()
                for try await case .binary(let data) in socket.inbound {
                    received.add(data.readableBytes)
                }
                done.open()
            }
        ])
        try await RunningServer.with(routing: routing) { server in
            let client = try server.connect()
            try await client.open("/ws/slow")
            let pushed = Counter()
            let frame = RawClient.frame(2, Array(repeating: 1, count: 100_000))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<500 {
                        try await client.send(frame)
                        pushed.add(1)
                    }
                    try await client.send(.close(1000))
                }
                let stalled = try await settled { pushed.value }
                #expect(stalled < 200)
                gate.open()
                try await group.waitForAll()
            }
            #expect(try await client.frame() == .close(1000))
            // A Close is answered when it comes; the handler may still have messages to take.
            await done.wait()
            #expect(received.value == 50_000_000)
        }
    }

    @Test("a send that waits for the peer can be cancelled, and ends when the connection does")
    func cancelledSend() async throws {
        let done = Gate()
        let routing = TestRouting(handlers: [
            "/ws/cancel": { socket in
                let flood = Task {
                    while true { try await socket.send(binary: ByteBuffer(repeating: 0, count: 1 << 20)) }
                }
                try await Task.sleep(for: .milliseconds(100))
                flood.cancel()
                await #expect(throws: CancellationError.self) { try await flood.value }
                done.open()
            }
        ])
        try await RunningServer.with(routing: routing) { server in
            let client = try server.connect()
            try await client.open("/ws/cancel")
            await done.wait()
        }
    }

    /// Waits until a count has stood still for 300 ms; there is no event to wait for, since nothing must happen.
    private func settled(_ count: @Sendable () -> Int) async throws -> Int {
        var last = -1
        var quiet = 0
        while quiet < 15 {
            try await Task.sleep(for: .milliseconds(20))
            let now = count()
            quiet = now == last && now > 0 ? quiet + 1 : 0
            last = now
        }
        return last
    }
}
