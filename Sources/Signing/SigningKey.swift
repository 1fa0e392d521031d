public import Core

/// The key of one keypair for one day, or for one day and one host.
///
/// Derived twice, from the secret by the day (`yyyyMMdd`) and then by the host, so that a leaked signing key is
/// good for one day and one manager only.
public struct DayKey: Sendable, Equatable {
    private let bytes: [UInt8]

    /// Derives the day's key.
    ///
    /// - Parameters:
    ///   - secret: The keypair's secret half.
    ///   - day: `yyyyMMdd`, as ``RequestDate/day`` reads it.
    public init(secret: SecretKey, day: String) {
        bytes = HMAC.sha256(key: Array(secret.reveal().utf8), message: Array(day.utf8))
    }

    /// The signature of `request`: 64 lower-case hexadecimal digits.
    ///
    /// - SeeAlso: `generate_signature` in the original's `common/auth/utils.py`.
    public func signature(of request: CanonicalRequest) -> String {
        let hostKey = HMAC.sha256(key: bytes, message: Array(request.host.utf8))
        return hexadecimal(HMAC.sha256(key: hostKey, message: request.bytes))
    }

    /// Whether `signature` is that of `request`, compared in constant time.
    public func verifies(_ signature: String, of request: CanonicalRequest) -> Bool {
        constantTimeEqual(Array(signature.utf8), Array(self.signature(of: request).utf8))
    }
}

extension Keypair {
    /// The `Authorization` header of `request`.
    ///
    /// - Parameters:
    ///   - request: What is sent.
    ///   - day: The UTC day of the request's date, `yyyyMMdd`.
    /// - Returns: The header's parts.
    public func authorization(for request: CanonicalRequest, day: String) -> AuthorizationHeader {
        AuthorizationHeader(
            accessKey: accessKey, signature: DayKey(secret: secretKey, day: day).signature(of: request),
            scheme: request.seal == nil ? .head : .body)
    }
}
