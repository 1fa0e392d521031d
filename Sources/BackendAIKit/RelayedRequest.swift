import Transport

/// The head of a request that somebody else has made, to be signed and passed on.
public struct RelayedRequest: Sendable {
    /// The longest head.
    public static let limit = 64 << 10

    /// The method.
    public let method: String
    /// Path and query, without the `/v7` before them that old clients write.
    public let target: String
    /// The header fields that are passed on.
    public let headers: [(name: String, value: String)]
    /// The media type, for the signature.
    public let contentType: String?
    /// Whether the connection is to become a WebSocket.
    public let isUpgrade: Bool

    /// Reads a head, from the request line to the empty line.
    ///
    /// - Returns: Nil when it is none.
    public init?(parsing head: String) {
        var lines = head.split(separator: "\r\n").map(String.init)
        let words = lines.isEmpty ? [] : lines.removeFirst().split(separator: " ").map(String.init)
        guard words.count == 3, words[1].hasPrefix("/"), words[2].hasPrefix("HTTP/1.") else { return nil }
        method = words[0]
        target = String(words[1].replacing(#/^\/v\d+\//#, with: "/"))
        var headers: [(name: String, value: String)] = []
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((String(line[..<colon]), String(value)))
        }
        func first(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        contentType = first("content-type")
        let isUpgrade = first("upgrade")?.lowercased() == "websocket"
        self.isUpgrade = isUpgrade
        self.headers = headers.filter { header in
            let name = header.name.lowercased()
            if ["connection", "keep-alive"].contains(name) { return isUpgrade }
            return !Self.own.contains(name) && !name.hasPrefix("x-backendai-")
        }
    }

    /// What the signature brings along.
    private static let own: Set = ["host", "date", "authorization", "cookie", "user-agent", "content-type"]
}

/// A connection to the manager that carries a relayed request and its answer.
public final class RelayedConnection: Sendable {
    private let connection: ByteConnection

    init(_ connection: ByteConnection) {
        self.connection = connection
    }

    /// The next bytes; nil when the manager has ended the connection.
    ///
    /// - Throws: ``ClientError``.
    public func receive() async throws(ClientError) -> [UInt8]? {
        do { return try await connection.receive() } catch { throw .interrupted(reason: "\(error)") }
    }

    /// Sends bytes; suspends while too many are on their way.
    public func send(_ bytes: [UInt8]) async throws(ClientError) {
        do { try await connection.send(bytes) } catch { throw .interrupted(reason: "\(error)") }
    }
}
