import Testing

@testable import Transport

@Suite("WebSocket back-pressure and cancellation")
struct WebSocketBackPressureTests {
    @Test("stops reading while messages wait, then delivers every byte")
    func reading() async throws {
        try await TestServer.run { server, client in
            let count = 800
            let socket = try await client.webSocket(server.request("/ws/flood?count=\(count)"))
            let sent = try await settled { try await server.number("sent", client) }
            #expect(sent < 16_000_000, "kernel buffers and one inbox")

            var received = 0
            while case .binary(let bytes) = try await socket.receive() { received += bytes.count }
            #expect(received == count * 65_536)
            #expect(socket.closeCode == 1000)
        }
    }

    @Test("suspends senders while the peer does not read, then sends every byte in order of the calls")
    func writing() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/blocked"))
            let progress = Progress()
            let sender = Task {
                for _ in 0..<800 {
                    try await socket.send(binary: [UInt8](repeating: 1, count: 65_536))
                    progress.add()
                }
                await socket.close()
            }
            let accepted = try await settled { progress.count }
            #expect(accepted < 250)

            _ = try await client.send(server.request("/release"))
            #expect(try await socket.receive() == .text(String(800 * 65_536)))
            #expect(try await socket.receive() == nil)
            try await sender.value
        }
    }

    @Test("carries much in both directions at once without a deadlock")
    func bothWays() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/echo"))
            let sender = Task {
                for index in 0..<500 {
                    try await socket.send(binary: [UInt8](repeating: UInt8(index & 0xFF), count: 100_000))
                }
            }
            for index in 0..<500 {
                #expect(try await socket.receive() == .binary([UInt8](repeating: UInt8(index & 0xFF), count: 100_000)))
            }
            try await sender.value
        }
    }

    @Test("returns from a cancelled receive at once and stays usable")
    func cancelledReceive() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/echo"))
            for round in 0..<50 {
                let task = Task { try await socket.receive() }
                if round.isMultiple(of: 2) { await Task.yield() }
                task.cancel()
                await #expect(throws: TransportError.cancelled) { try await task.value }
                try await socket.send(text: String(round))
                #expect(try await socket.receive() == .text(String(round)))
            }
        }
    }

    @Test("returns from a cancelled send at once and never sends its message")
    func cancelledSend() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/blocked"))
            let progress = Progress()
            let task = Task {
                while true {
                    try await socket.send(binary: [UInt8](repeating: 1, count: 65_536))
                    progress.add()
                }
            }
            let accepted = try await settled { progress.count }
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }

            _ = try await client.send(server.request("/release"))
            await socket.close()
            #expect(try await socket.receive() == .text(String(accepted * 65_536)))
        }
    }

    @Test("fails a blocked send and a blocked receive when the WebSocket is shut down")
    func shutdown() async throws {
        try await TestServer.run { server, client in
            let own = HTTPClient()
            let socket = try await own.webSocket(server.request("/ws/blocked"))
            let progress = Progress()
            let sender = Task {
                while true {
                    try await socket.send(binary: [UInt8](repeating: 1, count: 65_536))
                    progress.add()
                }
            }
            let receiver = Task { try await socket.receive() }
            _ = try await settled { progress.count }
            await own.shutdown()

            await #expect(throws: TransportLoop.stoppedError) { try await sender.value }
            await #expect(throws: TransportLoop.stoppedError) { try await receiver.value }
        }
    }

    @Test("ends the connection when nobody holds the WebSocket any more, and when opening it is cancelled")
    func dropped() async throws {
        try await TestServer.run { server, client in
            _ = try await client.webSocket(server.request("/ws/mute"))
            let isDropped = try await server.closed(1, client)
            #expect(isDropped)

            let task = Task { try await client.webSocket(server.request("/ws/silent")) }
            while try await server.number("connections", client) < 3 { await Task.yield() }
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }
            let isCancelled = try await server.closed(2, client)
            #expect(isCancelled)
        }
    }

    @Test("returns from close when cancelled, though the peer never answers")
    func cancelledClose() async throws {
        try await TestServer.run { server, client in
            let socket = try await client.webSocket(server.request("/ws/mute"))
            let task = Task { await socket.close() }
            await Task.yield()
            task.cancel()
            await task.value
            await #expect(throws: TransportError.closed(code: 1000, reason: "closed by this side")) {
                try await socket.send(text: "late")
            }
        }
    }

    @Test("serves hundreds of WebSockets at once on one thread")
    func many() async throws {
        try await TestServer.run { server, client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let socket = try await client.webSocket(server.request("/ws/echo"))
                        for round in 0..<10 {
                            try await socket.send(text: "\(index) \(round)")
                            #expect(try await socket.receive() == .text("\(index) \(round)"))
                        }
                        await socket.close()
                        #expect(socket.closeCode == 1000)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// Waits until `number` has stopped growing for 100 ms.
    private func settled(_ number: () async throws -> Int) async throws -> Int {
        var last = -1
        while true {
            let now = try await number()
            if now == last, now > 0 { return now }
            last = now
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
