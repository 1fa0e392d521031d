/// How a request is signed: the name after `signMethod=`.
public enum SignatureScheme: String, Sendable, CaseIterable {
    /// The original's: neither the body nor a repetition is noticed.
    case head = "HMAC-SHA256"
    /// Covers the body's SHA-256 and a nonce as well.
    case body = "HMAC-SHA256-BODY"
}

/// Which schemes a manager or a keypair accepts.
public enum SignaturePolicy: String, Sendable, CaseIterable {
    /// Every scheme, the original's included.
    case legacy
    /// None that leaves the body out.
    case bodySigned = "body-signed"

    /// The schemes that a request may be signed by.
    public var schemes: [SignatureScheme] { SignatureScheme.allCases.filter(accepts) }

    /// Whether a request may be signed by `scheme`.
    public func accepts(_ scheme: SignatureScheme) -> Bool { self == .legacy || scheme == .body }
}

/// What a signature by ``SignatureScheme/body`` covers beside the head.
public struct BodySeal: Sendable, Equatable {
    /// 128 random bits in 32 lower-case hexadecimal digits; the manager takes each once.
    public let nonce: String
    /// The body's SHA-256 in 64 lower-case hexadecimal digits.
    public let digest: String

    /// Takes both as they are sent.
    public init(nonce: String, digest: String) {
        self.nonce = nonce
        self.digest = digest
    }

    /// Whether both have their form.
    public var isWellFormed: Bool { BodySeal.isHexadecimal(nonce, 32) && BodySeal.isHexadecimal(digest, 64) }

    private static func isHexadecimal(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
            }
    }
}
