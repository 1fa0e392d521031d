import ArgumentParser
import BackendAIKit
import Core
import Glibc

struct ProxyCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Open a local port whose requests are signed and passed on to the manager",
        discussion: """
            For development and tests alone: whoever reaches the port acts as you, web pages in your browser included. \
            Requests come in plain HTTP, WebSockets and streams too, and need no signature; theirs leaves the body out. \
            The port is open until Ctrl-C.
            """
    )

    @Option(help: ArgumentHelp("The local address", valueName: "host"))
    var bind = "localhost"

    @Option(name: .shortAndLong, help: ArgumentHelp("The local port; 0 is any that is free", valueName: "port"))
    var port: UInt16 = 8084

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        let listener = try LocalListener("\(bind):\(port)")
        let signals = try SignalReader([SIGINT, SIGTERM, SIGHUP])
        context.console.note("backend.ai: requests to http://\(listener.address)/ are passed on, signed")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await SigningProxy(client: client).serve(listener) }
            group.addTask { _ = await signals.next() }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Signs the requests of a local port.
struct SigningProxy: Sendable {
    let client: BackendAIClient

    /// Serves until cancelled.
    func serve(_ listener: LocalListener) async {
        await withDiscardingTaskGroup { group in
            while let socket = await listener.accept() {
                group.addTask {
                    await pass(socket)
                    socket.close()
                }
            }
            group.cancelAll()
        }
    }

    private func pass(_ socket: ConnectedSocket) async {
        do {
            guard let (head, rest) = try await SigningProxy.head(of: socket) else { return }
            guard let request = RelayedRequest(parsing: head) else {
                return SigningProxy.answer("400 Bad Request", "that is no request", to: socket)
            }
            let connection = try await client.relay(request)
            try await connection.send(rest)
            await StreamPair(connection: connection, input: socket.number, output: socket.number).run()
        } catch {
            SigningProxy.answer("502 Bad Gateway", "the manager cannot be reached", to: socket)
        }
    }

    /// The head of a request, up to its empty line, and what came with it of the body.
    private static func head(of socket: ConnectedSocket) async throws -> (head: String, rest: [UInt8])? {
        let reader = try CancellableReader(socket.number)
        let end = Array("\r\n\r\n".utf8)
        var bytes: [UInt8] = []
        while bytes.count <= RelayedRequest.limit {
            let more = try await reader.read()
            guard !more.isEmpty else { return nil }
            let from = max(0, bytes.count - end.count)
            bytes += more
            if let found = bytes[from...].firstRange(of: end) {
                return (String(decoding: bytes[..<found.lowerBound], as: UTF8.self), Array(bytes[found.upperBound...]))
            }
        }
        answer("431 Request Header Fields Too Large", "the head is longer than 64 KiB", to: socket)
        return nil
    }

    private static func answer(_ status: String, _ reason: String, to socket: ConnectedSocket) {
        let text = "HTTP/1.1 \(status)\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n\(reason)\n"
        try? writeAll(text.utf8, to: socket.number)
    }
}
