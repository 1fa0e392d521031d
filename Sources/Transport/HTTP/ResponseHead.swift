/// The status and the header fields of a response.
struct ResponseHead: Sendable, Equatable {
    let status: Int
    let headers: HTTPHeaders

    /// The announced length of the body, if it is a plain number.
    var contentLength: Int? { headers["Content-Length"].flatMap(Int.init) }
}
