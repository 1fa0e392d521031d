/// What a client may know of its rate limit.
struct RateLimit: Sendable, Equatable {
    /// How many requests may pass in the window.
    let limit: Int
    /// How many more.
    let remaining: Int

    /// What is said to requests of nobody, which are not counted.
    static let anonymous = RateLimit(limit: 1000, remaining: 1000)
}

/// A request whose signature is right and that may pass.
struct Admission: Sendable {
    /// Who signed.
    let requester: Requester
    let rate: RateLimit
    /// The SHA-256 that the body must have, when the signature covers it.
    let digest: String?
    /// The name of the login that showed who it is, in session mode.
    var login: String?
}
