/// The text that a signature covers, and what the signing key is derived from.
///
/// Seven lines joined by line feeds; the body takes no part, the hash of an empty one stands in its place.
/// - SeeAlso: `generate_signature` in the original's `common/auth/utils.py`.
public struct CanonicalRequest: Sendable, Equatable {
    /// The SHA-256 of no bytes, in hexadecimal.
    public static let emptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The media type that is signed when no `Content-Type` header is sent, as with WebSockets.
    public static let defaultContentType = "application/octet-stream"

    /// The HTTP method, upper case.
    public let method: String
    /// The path and query exactly as sent, percent-encoded.
    public let target: String
    /// The date header's value, verbatim.
    public let date: String
    /// The authority with its port, as in the `Host` header.
    public let host: String
    /// The media type without parameters, lower case.
    public let contentType: String
    /// The value of `X-BackendAI-Version`.
    public let apiVersion: String

    /// Describes one request.
    ///
    /// - Parameters:
    ///   - method: The HTTP method, upper case.
    ///   - target: The path and query exactly as sent.
    ///   - date: The text of the `Date` header.
    ///   - host: The authority with its port: `127.0.0.1:8081`.
    ///   - contentType: The `Content-Type` header, if one is sent; parameters are cut off.
    ///   - apiVersion: Such as `v7.20230615`.
    public init(method: String, target: String, date: String, host: String, contentType: String?, apiVersion: String) {
        self.method = method
        self.target = target
        self.date = date
        self.host = host
        self.contentType = CanonicalRequest.mediaType(of: contentType)
        self.apiVersion = apiVersion
    }

    /// The string to sign.
    public var text: String {
        "\(method)\n\(target)\n\(date)\nhost:\(host)\ncontent-type:\(contentType)\n"
            + "x-backendai-version:\(apiVersion)\n\(CanonicalRequest.emptyBodyHash)"
    }

    private static func mediaType(of header: String?) -> String {
        guard let header, let type = header.split(separator: ";").first else { return defaultContentType }
        let trimmed = type.drop { $0 == " " }
        guard let end = trimmed.lastIndex(where: { $0 != " " }) else { return defaultContentType }
        return trimmed[...end].lowercased()
    }
}
