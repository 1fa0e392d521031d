/// What of a request takes part in authentication, as it was received.
struct SignedRequest: Sendable {
    let method: String
    /// The path and query, byte for byte.
    let target: String
    let host: String
    let contentType: String?
    let date: String?
    let apiVersion: String?
    /// Every `Authorization` header; more than one is refused.
    let authorization: [String]
    /// What the scheme that covers the body has beside.
    var nonce: String?
    var digest: String?
}
