import Signing

/// Digests of texts, as clients remember what they have seen.
public enum TextDigest {
    /// The SHA-256 of the text's UTF-8, as 64 lower-case hexadecimal digits.
    public static func sha256(_ text: String) -> String { hexadecimal(HMAC.digest(Array(text.utf8))) }
}
