public import Core
import Foundation
import Synchronization

/// A manager that answers what a test says, over real HTTP at a free port of the loopback address.
public final class ScriptedManager: Sendable {
    /// What a client asked.
    public struct Request: Sendable {
        /// The HTTP method.
        public let method: String
        /// Path and query as sent.
        public let target: String
        /// The body; null when there is none.
        public let body: JSONValue

        /// The GraphQL text of the body, blanks and line ends as single blanks.
        public var query: String {
            (body["query"]?.text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }

        /// A GraphQL variable of the body.
        public func variable(_ name: String) -> JSONValue? { body["variables"]?[name] }
    }

    /// What the test answers.
    public struct Answer: Sendable {
        let status: Int
        let body: JSONValue?

        /// An answer with a body.
        public init(_ body: JSONValue, status: Int = 200) {
            self.status = status
            self.body = body
        }

        private init(status: Int) {
            self.status = status
            self.body = nil
        }

        /// An answer to GraphQL.
        public static func data(_ data: JSONValue) -> Answer { Answer(["data": data]) }

        /// A refusal in GraphQL.
        public static func errors(_ messages: String...) -> Answer {
            Answer(["data": nil, "errors": .array(messages.map { ["message": .string($0)] })])
        }

        /// An answer without a body.
        public static let empty = Answer(status: 204)
    }

    /// Where it listens.
    public let port: Int
    private let listener: CInt
    private let seen: Seen

    /// Listens, and answers one request after another.
    public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        let seen = Seen()
        self.seen = seen
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                ScriptedManager.serve(connection, seen, answer)
                close(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// What was asked so far.
    public var requests: [Request] { seen.requests.withLock { $0 } }

    private static func serve(_ connection: CInt, _ seen: Seen, _ answer: (Request) -> Answer) {
        var bytes: [UInt8] = []
        var request: Request?
        while request == nil {
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else { return }
            bytes += chunk.prefix(count)
            request = parse(bytes)
        }
        guard let request else { return }
        // How requests are to be signed is asked first of every manager that is not known; no test is about that here.
        let asksForVersion = request.method == "GET" && request.target == "/"
        if !asksForVersion { seen.requests.withLock { $0.append(request) } }
        let version: JSONValue = ["version": "v7.20230615", "manager": "23.09.10"]
        let reply = asksForVersion ? Answer(version) : answer(request)
        let body = reply.body?.encoded ?? []
        let head = """
            HTTP/1.1 \(reply.status) Scripted\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r\n
            """
        var left = (Array(head.utf8) + body)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            left = left.dropFirst(count)
        }
    }

    /// The request, once all of it is there.
    private static func parse(_ bytes: [UInt8]) -> Request? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let length = lines.lazy.compactMap { line -> Int? in
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased() == "content-length" else { return nil }
            return Int(pair[1].drop { $0 == " " })
        }.first
        let body = bytes[end.upperBound...]
        guard body.count >= length ?? 0, let words = lines.first?.split(separator: " "), words.count == 3 else {
            return nil
        }
        return Request(
            method: String(words[0]), target: String(words[1]),
            body: (try? JSONValue(parsing: Array(body))) ?? .null)
    }

    private final class Seen: Sendable {
        let requests = Mutex<[Request]>([])
    }
}
