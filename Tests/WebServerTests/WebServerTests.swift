import Glibc
import Hummingbird
import Logging
import NIOCore
import TestSupport
import Testing

@testable import WebServer

@Suite("WebServer")
struct WebServerTests {
    @Test("says so with a typed error when the port is taken")
    func portInUse() async throws {
        try await RunningServer.with { server in
            var configuration = RunningServer.local
            configuration.address = server.address
            await #expect(throws: WebServerError.addressInUse(server.address)) {
                try await RunningServer.with(configuration) { _ in }
            }
        }
    }

    @Test("names the address it cannot listen on")
    func cannotListen() async throws {
        let address = WebServerAddress.unixSocket(path: "/nonexistent/socket")
        let error = await #expect(throws: WebServerError.self) {
            try await RunningServer.with(WebServerConfiguration(address: address)) { _ in }
        }
        #expect(error?.description.hasPrefix("cannot listen on `/nonexistent/socket`: ") == true)
    }

    @Test("serves a unix socket, refuses a second server there, and replaces what a dead one left")
    func unixSocket() async throws {
        let path = "/tmp/webserver-test-\(getpid()).sock"
        let configuration = WebServerConfiguration(address: .unixSocket(path: path), requiredPeer: getuid())
        for _ in 0..<2 {
            try await RunningServer.with(configuration) { server in
                let client = try RawClient(path: path)
                #expect(try await client.request("GET", "/hello").body == "hello")
                try await client.open("/ws/echo")
                try await client.send(.text("a"))
                #expect(try await client.frame() == .text("a"))
                await #expect(throws: WebServerError.addressInUse(server.address)) {
                    try await RunningServer.with(configuration) { _ in }
                }
            }
            #expect(access(path, F_OK) != 0)
            leaveSocket(at: path)
        }
        unlink(path)
    }

    @Test("closes a unix socket's peer of another user before it is read")
    func requiredPeer() async throws {
        let path = "/tmp/webserver-peer-\(getpid()).sock"
        let configuration = WebServerConfiguration(address: .unixSocket(path: path), requiredPeer: getuid() + 1)
        try await RunningServer.with(configuration) { _ in
            let client = try RawClient(path: path)
            #expect(try await client.isAtEnd())
        }
    }

    @Test("runs on event loops of its own when told how many")
    func ownThreads() async throws {
        var configuration = RunningServer.local
        configuration.eventLoopThreads = 1
        try await RunningServer.with(configuration) { server in
            let client = try server.connect()
            #expect(try await client.request("GET", "/hello").body == "hello")
        }
    }

    @Test("at a graceful shutdown idle connections end, requests finish, WebSockets get 1001, and none is accepted")
    func gracefulShutdown() async throws {
        let started = Gate()
        let finish = Gate()
        let router = RunningServer.testRouter()
        router.get("slow") { _, _ in
            started.open()
            await finish.wait()
            return "slow"
        }
        var configuration = RunningServer.local
        configuration.shutdownGrace = .seconds(30)
        try await RunningServer.with(configuration, router: router) { server in
            let idle = try server.connect()
            _ = try await idle.request("GET", "/hello")
            let socket = try server.connect()
            try await socket.open("/ws/echo")
            let slow = try server.connect()
            try await slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            await started.wait()

            await server.shutDown()
            #expect(try await idle.isAtEnd())
            #expect(try await socket.frame() == .close(1001, "server is shutting down"))
            try await socket.send(.close(1001))
            #expect(try await socket.isAtEnd())
            // The listening socket is closed beside all that, a moment earlier or later.
            var isRefused = false
            for _ in 0..<500 where !isRefused {
                isRefused = (try? server.connect()) == nil
                if !isRefused { try await Task.sleep(for: .milliseconds(10)) }
            }
            #expect(isRefused)
            finish.open()
            let reply = try await slow.reply()
            #expect(reply.body == "slow")
            #expect(reply.header("connection") == "close")
        }
    }

    @Test("a graceful shutdown takes less than a second, whatever streams and WebSockets are open")
    func promptShutdown() async throws {
        // A busy machine may be late once, not each time.
        for attempt in 1...4 {
            let duration = try await shutdownWithOpenStreams()
            if duration < .seconds(1) { return }
            if attempt == 4 { Issue.record("shutdown took \(duration)") }
        }
    }

    private func shutdownWithOpenStreams() async throws -> Duration {
        let routing = TestRouting(handlers: [
            "/ws/flood": { socket in
                while true { try await socket.send(binary: ByteBuffer(repeating: 0, count: 1 << 20)) }
            }
        ])
        let router = RunningServer.testRouter()
        router.get("stream") { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    try await writer.write(ByteBuffer(string: "data: 1\n\n"))
                    try await Task.sleep(for: .seconds(60))
                    try await writer.finish(nil)
                }
            )
        }
        let clock = ContinuousClock()
        let begin = try await RunningServer.with(routing: routing, router: router) { server in
            let blocked = try server.connect()
            try await blocked.open("/ws/flood")
            let silent = try server.connect()
            try await silent.open("/ws/echo")
            let stream = try server.connect()
            try await stream.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try await stream.receive(through: "data: 1\n\n\r\n")

            let begin = clock.now
            await server.shutDown()
            // Released here, they would end the connections themselves.
            #expect(try await stream.isAtEnd())
            #expect(try await silent.frame() == .close(1001, "server is shutting down"))
            _ = try await blocked.frame()
            return begin
        }
        return clock.now - begin
    }

    @Test("cancellation ends it at once, whatever its handlers wait for")
    func cancelled() async throws {
        let (addresses, listening) = AsyncStream<WebServerAddress>.makeStream()
        let server = WebServer(
            responder: RunningServer.testRouter().buildResponder(),
            webSocket: TestRouting(),
            configuration: RunningServer.local,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { listening.yield($0) }
        let running = Task { try await server.run() }
        let address = try #require(await addresses.first { _ in true })
        let client = try RawClient(port: address.port ?? 0)
        try await client.open("/ws/echo")

        running.cancel()
        try await running.value
        _ = try await client.isAtEnd()
    }

    /// Binds a socket and closes it, as a server does that is killed: the file stays.
    private func leaveSocket(at path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        _ = withUnsafeBytes(of: address) { bytes in
            bind(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        close(descriptor)
    }
}
