import Core
import HTTPTypes
import WebServer

/// Which web pages of other origins a browser lets speak to the manager (the Fetch standard's CORS protocol).
struct CORSPolicy: Sendable, Equatable {
    /// What a browser asks before it sends a request that a form could not.
    struct Preflight: Sendable, Equatable {
        let origin: String
        let method: String
        /// The headers that the page wants to send, separated by commas.
        let headers: String?
    }

    /// Headers of answers that pages may read in any case.
    private static let simple: Set<String> = [
        "cache-control", "content-language", "content-type", "expires", "last-modified", "pragma",
    ]

    /// The origins in lower case; nil admits every one.
    private let origins: Set<String>?

    /// Takes the origins such as `https://app.example.com`; `*` is every one, and none is none.
    init(allowedOrigins: [String]) {
        origins = allowedOrigins.contains("*") ? nil : Set(allowedOrigins.map { $0.lowercased() })
    }

    /// Whether pages of `origin` may read answers.
    func admits(_ origin: String) -> Bool { origins?.contains(origin.lowercased()) ?? true }

    /// Whether pages of `origin` may act for those who are logged in at `host`: its own pages, and those of origins
    /// that were named.
    func trusts(_ origin: String, of host: String) -> Bool {
        let origin = origin.lowercased()
        guard let separator = origin.firstRange(of: "://") else { return false }
        return origin[separator.upperBound...] == host.lowercased() || origins?.contains(origin) == true
    }

    /// Adds to the answer to a request of `origin` what lets its page read it.
    ///
    /// - Parameters:
    ///   - headers: The answer's headers.
    ///   - origin: The page's origin.
    ///   - usesCookie: Whether a cookie tells who asks.
    func apply(to headers: inout HTTPFields, for origin: String, usesCookie: Bool) {
        guard admits(origin) else { return vary(&headers) }
        // The server adds these afterwards, and the name of the request.
        var names = ["Server", "Date"]
        for field in headers where !CORSPolicy.simple.contains(field.name.canonicalName) {
            if !names.contains(field.name.rawName) { names.append(field.name.rawName) }
        }
        names.append(RequestIdentity.header.rawName)
        headers.append(.init(name: .accessControlAllowOrigin, value: origin))
        headers.append(.init(name: .accessControlExposeHeaders, value: names.joined(separator: ",")))
        if usesCookie { allowCredentials(&headers) }
        vary(&headers)
    }

    /// The headers that answer a preflight.
    ///
    /// - Parameters:
    ///   - preflight: What is asked.
    ///   - methods: The methods that the path knows.
    ///   - usesCookie: Whether a cookie tells who asks.
    /// - Returns: The headers; nil when it is refused.
    func answer(_ preflight: Preflight, methods: Set<String>, usesCookie: Bool) -> HTTPFields? {
        guard admits(preflight.origin), methods.contains(preflight.method), preflight.method != "OPTIONS" else {
            return nil
        }
        var headers = HTTPFields()
        headers.append(.init(name: .accessControlAllowOrigin, value: preflight.origin))
        headers.append(.init(name: .accessControlAllowMethods, value: preflight.method))
        if let names = preflight.headers {
            let list = names.split(separator: ",").map { $0.filter { $0 != " " }.uppercased() }
            headers.append(.init(name: .accessControlAllowHeaders, value: list.joined(separator: ",")))
        }
        if usesCookie { allowCredentials(&headers) }
        vary(&headers)
        return headers
    }

    /// Cookies count in session mode alone, and for origins that were named: with every origin admitted, any page could
    /// act as its visitor.
    private func allowCredentials(_ headers: inout HTTPFields) {
        guard origins != nil else { return }
        headers.append(.init(name: .accessControlAllowCredentials, value: "true"))
    }

    /// Where the answer depends on the origin, caches must know.
    private func vary(_ headers: inout HTTPFields) {
        headers.append(.init(name: .vary, value: "Origin"))
    }
}
