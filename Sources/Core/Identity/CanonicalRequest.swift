/// The text that a signature covers, and what the signing key is derived from.
///
/// Seven lines joined by line feeds. In the original's scheme the body takes no part, the hash of an empty one stands
/// in its place; ours appends two lines: the nonce and the body's hash.
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
    /// Nonce and body, in the scheme that covers them.
    public let seal: BodySeal?

    /// Describes one request.
    ///
    /// - Parameters:
    ///   - method: The HTTP method, upper case.
    ///   - target: The path and query exactly as sent.
    ///   - date: The text of the `Date` header.
    ///   - host: The authority with its port: `127.0.0.1:8081`.
    ///   - contentType: The `Content-Type` header, if one is sent; parameters are cut off.
    ///   - apiVersion: Such as `v7.20230615`.
    ///   - seal: Nonce and body, for ``SignatureScheme/body``.
    public init(
        method: String, target: String, date: String, host: String, contentType: String?, apiVersion: String,
        seal: BodySeal? = nil
    ) {
        self.method = method
        self.target = target
        self.date = date
        self.host = host
        self.contentType = CanonicalRequest.mediaType(of: contentType)
        self.apiVersion = apiVersion
        self.seal = seal
    }

    /// The string to sign.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The bytes of the string to sign.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320 + target.utf8.count)
        bytes.append(contentsOf: method.utf8)
        for (name, value) in [
            ("\n", target), ("\n", date), ("\nhost:", host), ("\ncontent-type:", contentType),
            ("\nx-backendai-version:", apiVersion), ("\n", CanonicalRequest.emptyBodyHash),
        ] as [(StaticString, String)] {
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: value.utf8)
        }
        if let seal {
            bytes.append(contentsOf: "\nx-backendai-nonce:".utf8)
            bytes.append(contentsOf: seal.nonce.utf8)
            bytes.append(contentsOf: "\nx-backendai-content-sha256:".utf8)
            bytes.append(contentsOf: seal.digest.utf8)
        }
        return bytes
    }

    private static func mediaType(of header: String?) -> String {
        guard let header else { return defaultContentType }
        var type = header.utf8.prefix { $0 != UInt8(ascii: ";") }.drop { $0 == UInt8(ascii: " ") }
        while type.last == UInt8(ascii: " ") { type.removeLast() }
        guard !type.isEmpty else { return defaultContentType }
        if type.contains(where: { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 > 127 }) {
            return Substring(type).lowercased()
        }
        return type.count == header.utf8.count ? header : String(Substring(type))
    }
}
