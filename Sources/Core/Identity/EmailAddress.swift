/// The e-mail addresses that users are known by.
public enum EmailAddress {
    /// Whether `text` has a local part and a domain, and nothing that no address has: not a full check by RFC 5322.
    public static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count <= 64 && parts.allSatisfy { !$0.isEmpty }
            && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7f }
    }
}
