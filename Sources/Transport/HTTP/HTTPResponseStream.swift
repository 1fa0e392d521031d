/// A response whose body is still arriving.
///
/// The server is held back while more than 256 KiB wait to be read. Dropping the last reference
/// ends the transfer, and so does cancelling the task that reads.
public struct HTTPResponseStream: Sendable {
    /// The status code.
    public let status: Int
    /// The header fields in the order received.
    public let headers: HTTPHeaders
    /// The body, to be read once, by one task at a time.
    public let body: HTTPBody

    /// The whole body, at most `limit` bytes of it.
    ///
    /// - Throws: ``TransportError/tooLarge(limit:)`` for a longer one.
    public func collect(upTo limit: Int) async throws(TransportError) -> HTTPResponse {
        var bytes: [UInt8] = []
        for try await chunk in body {
            bytes += chunk
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
        return HTTPResponse(status: status, headers: headers, body: bytes)
    }
}
