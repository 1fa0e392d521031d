import Foundation
import Glibc
import Synchronization

/// A server on the loopback address that answers each request as a test says, one connection for each.
public final class ScriptedServer: Sendable {
    /// The port it listens at.
    public let port: Int
    private let listener: CInt
    private let seen = Mutex<[String]>([])

    /// Starts a server.
    ///
    /// - Parameter answer: What is sent back, byte for byte, for a request and its number from 0; nil closes unanswered.
    /// - Throws: An error when there is no port to be had.
    public init(_ answer: @escaping @Sendable (_ request: String, _ number: Int) -> String?) throws {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard listener >= 0, isBound else { throw POSIXError(.EADDRINUSE) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [weak self] in
            var number = 0
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                let request = Self.request(on: connection)
                self?.seen.withLock { $0.append(request) }
                if let text = answer(request, number) { Self.send(text, on: connection) }
                close(connection)
                number += 1
            }
        }.start()
    }

    deinit { stop() }

    /// The requests so far, heads and bodies.
    public var requests: [String] { seen.withLock { $0 } }

    /// Takes no more connections.
    public func stop() {
        shutdown(listener, CInt(SHUT_RDWR))
    }

    /// An answer of JSON.
    public static func json(_ body: String, status: String = "200 OK", headers: [String] = []) -> String {
        let lines = [
            "HTTP/1.1 \(status)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
            "Connection: close",
        ]
        return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// An answer of events, which ends where the text does.
    public static func events(_ text: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + text
    }

    private static func request(on connection: CInt) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let length = head.range(of: "content-length: ").flatMap { range in
                    Int(head[range.upperBound...].prefix { $0.isNumber })
                }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return text }
            bytes += buffer.prefix(count)
        }
    }

    private static func send(_ text: String, on connection: CInt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
