import FoundationEssentials

/// Bytes as text, RFC 4648.
public enum Base64 {
    /// The standard alphabet, with padding.
    public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes of a text; nil when it is none.
    public static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
