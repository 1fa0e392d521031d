/// A response with its whole body.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code, 200 to 999.
    public var status: Int
    /// The header fields in the order received; trailers are not kept.
    public var headers: HTTPHeaders
    /// The body as sent, chunked coding removed, no content coding undone.
    public var body: [UInt8]

    /// Puts a response together, as tests do.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
