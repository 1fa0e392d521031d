import Glibc
import Testing

@testable import Transport

@Suite("Unix socket")
struct UnixSocketTests {
    @Test("carries requests and WebSockets, with and without a required owner")
    func owner() async throws {
        try await withTemporaryDirectory { directory in
            try await TestServer.run(unixSocket: directory + "/s") { server, client in
                for owner in [nil, getuid()] {
                    var request = server.request("/a?b")
                    request.requiredPeer = owner
                    #expect(try await client.send(request).text == "GET /a?b HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    request.url = "http://localhost/ws/echo"
                    let socket = try await client.webSocket(request)
                    try await socket.send(text: "x")
                    #expect(try await socket.receive() == .text("x"))
                }
                // One kept connection for each of the two, one for each WebSocket.
                #expect(try await server.number("connections", client) == 4)
            }
        }
    }

    @Test("sends nothing to another owner's socket, not even over a connection that is already open")
    func wrongOwner() async throws {
        try await withTemporaryDirectory { directory in
            try await TestServer.run(unixSocket: directory + "/s") { server, client in
                _ = try await client.send(server.request("/small"))
                var request = server.request("/release")
                request.requiredPeer = getuid() + 1
                let reason = "its owner is user id `\(getuid())`, not `\(getuid() + 1)`"
                let expected = TransportError.unreachable(endpoint: directory + "/s", reason: reason)

                for _ in 0..<3 { await #expect(throws: expected) { try await client.send(request) } }
                request.url = "http://localhost/ws/echo"
                await #expect(throws: expected) { try await client.webSocket(request) }
                #expect(try await server.number("released", client) == 0)
            }
        }
    }

    @Test("waits for its turn when the backlog is full")
    func backlog() async throws {
        try await withTemporaryDirectory { directory in
            try await TestServer.run(unixSocket: directory + "/s", backlog: 1) { server, client in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<200 { group.addTask { try await client.send(server.request("/small")).status } }
                    for _ in 0..<50 {
                        group.addTask {
                            let socket = try await client.webSocket(server.request("/ws/echo"))
                            try await socket.send(text: "x")
                            return try await socket.receive() == .text("x") ? 200 : 0
                        }
                    }
                    for try await status in group { #expect(status == 200) }
                }
            }
        }
    }
}
