/// The rule for session names: 4–64 ASCII characters, a letter, digit or `_` first and last, `.` and `-` between.
public enum SessionName {
    /// The rule as the original's answers print it.
    public static let pattern = #"^(?=.{4,64}$)\w[\w.-]*\w$"#

    /// A name that the original keeps for itself.
    public static let reserved = "from-template"

    /// Whether `name` follows the rule.
    public static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (4...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        guard isWord(first), isWord(last) else { return false }
        return bytes.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
