import Glibc
import NIOPosix

/// A client of plain sockets, so that tests decide about every byte and about not reading.
///
/// Blocking calls run on threads of their own: the server's handlers need the few threads of the concurrency pool.
public actor RawClient {
    /// An answer.
    public struct Reply: Sendable {
        /// The status.
        public var status = 0
        /// The headers, their names in lower case.
        public var headers: [(name: String, value: String)] = []
        /// The body, as far as its length was told.
        public var body = ""

        /// The value of a header, whose name is in lower case.
        public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// A frame of a WebSocket.
    public struct Frame: Sendable, Equatable {
        /// Its kind.
        public var opcode: UInt8
        /// Its content, without the mask.
        public var payload: [UInt8]

        /// A frame of any kind.
        public init(opcode: UInt8, payload: [UInt8]) {
            self.opcode = opcode
            self.payload = payload
        }

        /// A text.
        public static func text(_ text: String) -> Frame { Frame(opcode: 1, payload: Array(text.utf8)) }

        /// A close.
        public static func close(_ code: UInt16, _ reason: String = "") -> Frame {
            Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8))
        }
    }

    /// What went wrong.
    public struct Failure: Error {
        /// In words.
        public var message: String
    }

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 64)
        pool.start()
        return pool
    }()

    private let descriptor: CInt
    private var buffer: [UInt8] = []

    /// Connects to a port of this machine.
    public init(port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        descriptor = try Self.connect(AF_INET, address)
    }

    /// Connects to a unix socket.
    public init(path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        descriptor = try Self.connect(AF_UNIX, address)
    }

    deinit { close(descriptor) }

    private static func connect<Address>(_ family: CInt, _ address: Address) throws -> CInt {
        let descriptor = socket(family, CInt(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafeBytes(of: address) { bytes in
            Glibc.connect(
                descriptor,
                bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(bytes.count)
            )
        }
        guard result == 0 else { throw Failure(message: "connect failed with errno \(errno)") }
        return descriptor
    }

    /// Sends a text as it is.
    public func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Sends bytes as they are.
    public func send(_ bytes: [UInt8]) async throws {
        let descriptor = descriptor
        try await Self.threads.runIfActive {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, CInt(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(message: "send failed with errno \(errno)") }
                sent += count
            }
        }
    }

    /// Reads `total` bytes and throws them away.
    public func skip(_ total: Int) async throws {
        var left = total - buffer.count
        buffer = []
        while left > 0 {
            let count = try await receive(atMost: min(left, 1 << 20)).count
            guard count > 0 else { throw Failure(message: "end of stream, \(left) bytes missing") }
            left -= count
        }
    }

    /// Reads so many bytes.
    public func receive(exactly count: Int) async throws -> [UInt8] {
        while buffer.count < count {
            let more = try await receive(atMost: 1 << 16)
            guard !more.isEmpty else {
                throw Failure(message: "end of stream after `\(String(decoding: buffer, as: UTF8.self))`")
            }
            buffer += more
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// Reads until a text has come.
    public func receive(through end: String) async throws -> String {
        let pattern = Array(end.utf8)
        var found: [UInt8] = []
        while !found.ends(with: pattern) { found += try await receive(exactly: 1) }
        return String(decoding: found, as: UTF8.self)
    }

    /// Whether the server ends the stream without another byte; a reset counts.
    public func isAtEnd() async throws -> Bool {
        guard buffer.isEmpty else { return false }
        let descriptor = descriptor
        return try await Self.threads.runIfActive {
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, 0)
            return count == 0 || count < 0 && errno == ECONNRESET
        }
    }

    private func receive(atMost limit: Int) async throws -> [UInt8] {
        let descriptor = descriptor
        return try await Self.threads.runIfActive {
            var failure: CInt = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
                let received = recv(descriptor, buffer.baseAddress, limit, 0)
                failure = received < 0 ? errno : 0
                count = max(received, 0)
            }
            guard failure == 0 else { throw Failure(message: "recv failed with errno \(failure)") }
            return bytes
        }
    }

    // MARK: HTTP

    /// Reads an answer.
    public func reply(hasBody: Bool = true) async throws -> Reply {
        let head = try await receive(through: "\r\n\r\n").split(separator: "\r\n")
        var reply = Reply(status: Int(head[0].split(separator: " ")[1]) ?? 0)
        for line in head.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            reply.headers.append((parts[0].lowercased(), parts.count > 1 ? String(parts[1]) : ""))
        }
        if hasBody, let length = reply.header("content-length").flatMap({ Int($0) }) {
            reply.body = String(decoding: try await receive(exactly: length), as: UTF8.self)
        }
        return reply
    }

    /// Sends a request and reads its answer.
    public func request(_ method: String = "GET", _ target: String, headers: String = "", body: String = "")
        async throws
        -> Reply
    {
        let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
        try await send("\(method) \(target) HTTP/1.1\r\nHost: test:1\r\n\(headers)\(length)\r\n\(body)")
        return try await reply()
    }

    // MARK: WebSocket

    /// The request that asks for a WebSocket.
    public static func upgradeRequest(
        _ target: String, version: String = "13", key: String? = "dGhlIHNhbXBsZSBub25jZQ=="
    )
        -> String
    {
        let keyLine = key.map { "Sec-WebSocket-Key: \($0)\r\n" } ?? ""
        return "GET \(target) HTTP/1.1\r\nHost: test:1\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: \(version)\r\n\(keyLine)\r\n"
    }

    /// Opens a WebSocket on this connection.
    public func open(_ target: String) async throws {
        try await send(Self.upgradeRequest(target))
        let reply = try await reply()
        guard reply.status == 101 else { throw Failure(message: "upgrade answered \(reply.status) \(reply.body)") }
    }

    /// The bytes of a frame.
    public static func frame(_ opcode: UInt8, _ payload: [UInt8], fin: Bool = true, masked: Bool = true) -> [UInt8] {
        var bytes = [(fin ? 0x80 : 0) | opcode]
        let mask: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ..<65_536: bytes += [mask | 126] + (0..<2).reversed().map { UInt8(payload.count >> ($0 * 8) & 255) }
        default: bytes += [mask | 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 255) }
        }
        guard masked else { return bytes + payload }
        // A key of zeros changes nothing, which saves the debug build seconds on large payloads.
        guard payload.count < 1 << 16 else { return bytes + [0, 0, 0, 0] + payload }
        let key: [UInt8] = [1, 2, 3, 4]
        return bytes + key + payload.enumerated().map { $0.element ^ key[$0.offset % 4] }
    }

    /// Sends a frame.
    public func send(_ frame: Frame, fin: Bool = true) async throws {
        try await send(Self.frame(frame.opcode, frame.payload, fin: fin))
    }

    /// Reads a frame.
    public func frame() async throws -> Frame {
        let head = try await receive(exactly: 2)
        var length = Int(head[1] & 0x7F)
        if length >= 126 {
            length = try await receive(exactly: length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        return Frame(opcode: head[0] & 0x0F, payload: try await receive(exactly: length))
    }
}

extension [UInt8] {
    fileprivate func ends(with other: [UInt8]) -> Bool { count >= other.count && suffix(other.count) == other[...] }
}
