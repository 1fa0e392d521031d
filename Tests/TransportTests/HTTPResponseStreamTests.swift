import Glibc
import Testing

@testable import Transport

@Suite("HTTP response stream")
struct HTTPResponseStreamTests {
    @Test("gives out each piece as it arrives")
    func events() async throws {
        try await TestServer.run { server, client in
            let stream = try await client.stream(server.request("/events"))
            var pieces = stream.body.makeAsyncIterator()
            #expect(stream.status == 200)
            #expect(try await pieces.next() == Array("one".utf8))

            _ = try await client.send(server.request("/release"))
            #expect(try await pieces.next() == Array("two".utf8))
            #expect(try await pieces.next() == nil)
        }
    }

    @Test("holds the server back while nobody reads, and then delivers every byte")
    func backPressure() async throws {
        try await TestServer.run { server, client in
            let size = 100_000_000
            let stream = try await client.stream(server.request("/big?size=\(size)"))
            // The server is held back once what it has written no longer grows.
            var sent = 0
            repeat {
                sent = try await server.number("sent", client)
                try await Task.sleep(for: .milliseconds(100))
            } while try await server.number("sent", client) != sent
            #expect(sent < 16_000_000, "kernel buffers, one pause limit and one read")

            var offset = 0
            for try await chunk in stream.body {
                #expect(chunk.first == UInt8(truncatingIfNeeded: offset))
                #expect(chunk.last == UInt8(truncatingIfNeeded: offset + chunk.count - 1))
                offset += chunk.count
            }
            #expect(offset == size)
        }
    }

    @Test("ends the transfer when the reading task is cancelled")
    func cancellation() async throws {
        try await TestServer.run { server, client in
            let stream = try await client.stream(server.request("/half"))
            let started = Outcome<Void>()
            let task = Task {
                var seen: [UInt8] = []
                do throws(TransportError) {
                    for try await chunk in stream.body {
                        seen += chunk
                        started.resolve(())
                    }
                } catch {
                    return (seen, error)
                }
                return (seen, TransportError.failed(reason: "not cancelled"))
            }
            await started.value {}
            task.cancel()

            let (seen, error) = await task.value
            #expect(seen == Array("half".utf8))
            #expect(error == .cancelled)
            let isClosed1 = try await server.closed(1, client)
            #expect(isClosed1)
        }
    }

    @Test("ends the transfer when nobody holds the stream any more")
    func dropped() async throws {
        try await TestServer.run { server, client in
            _ = try await client.stream(server.request("/half"))
            let isClosed1 = try await server.closed(1, client)
            #expect(isClosed1)
            _ = try await client.stream(server.request("/big?size=100000000"))
            let isClosed2 = try await server.closed(2, client)
            #expect(isClosed2)
        }
    }

    @Test("lives on when the client is dropped")
    func clientDropped() async throws {
        try await TestServer.run { server, other in
            var stream: HTTPResponseStream? = try await HTTPClient().stream(server.request("/events"))
            _ = try await other.send(server.request("/release"))
            #expect(try await stream?.collect(upTo: 10).text == "onetwo")
            stream = nil
        }
    }

    @Test("ends with an error when the server closes early, after what came before")
    func early() async throws {
        try await TestServer.run { server, client in
            var pieces = try await client.stream(server.request("/early")).body.makeAsyncIterator()
            #expect(try await pieces.next() == Array("only this".utf8))
            let error = await #expect(throws: TransportError.self) { try await pieces.next() }
            guard case .closed(code: nil, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("does not count the time in which the consumer holds the server back as silence")
    func pausedTimeout() async throws {
        try await TestServer.run { server, client in
            var request = server.request("/big?size=30000000")
            request.timeout = .milliseconds(100)
            let stream = try await client.stream(request)
            try await Task.sleep(for: .milliseconds(400))
            #expect(try await stream.collect(upTo: 30_000_000).body.count == 30_000_000)
        }
    }

    @Test("serves hundreds of streams at once on one thread")
    func many() async throws {
        try await TestServer.run { server, client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<300 {
                    group.addTask {
                        var count = 0
                        for try await chunk in try await client.stream(server.request("/big?size=300000")).body {
                            count += chunk.count
                        }
                        return count
                    }
                }
                for try await count in group { #expect(count == 300_000) }
            }
        }
    }
}
