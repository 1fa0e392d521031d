/// Ids as users write them.
public enum UUIDText {
    /// The id with dashes in lower case.
    ///
    /// - Parameter text: 32 hexadecimal digits, with dashes or without.
    /// - Returns: The id; nil for a text that is no UUID.
    public static func normalized(_ text: String) -> String? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        guard digits.count == 32, [32, 36].contains(text.utf8.count), digits.allSatisfy(isHexadecimal) else {
            return nil
        }
        let plain = String(decoding: digits, as: UTF8.self).lowercased()
        var groups: [Substring] = []
        var rest = plain[...]
        for count in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return groups.joined(separator: "-")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }
}
