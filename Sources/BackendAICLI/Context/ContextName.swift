/// The rule for names of contexts.
enum ContextName {
    /// The one that is always there: the stack of this machine.
    static let local = "local"

    /// 1 to 64 letters, digits, `.`, `-` and `_`, a letter or digit first.
    static func isValid(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), let first = name.unicodeScalars.first else { return false }
        return isWord(first) && name.unicodeScalars.allSatisfy { isWord($0) || ".-_".unicodeScalars.contains($0) }
    }

    /// A name for the manager at an authority: `manager.example.com`, `127.0.0.1-8081`.
    static func suggested(for authority: String) -> String {
        let plain = String(
            String.UnicodeScalarView(authority.unicodeScalars.map { isWord($0) || $0 == "." ? $0 : "-" }))
        let name = String(plain.drop { !$0.isLetter && !$0.isNumber }.prefix(64))
        return isValid(name) && name != local ? name : "manager"
    }

    /// Refuses a name that no context can have.
    static func check(_ name: String) throws(CommandFailure) {
        guard !isValid(name) else { return }
        throw CommandFailure(
            status: .invalidArgument, what: "`\(name)` cannot name a context",
            hint: "1 to 64 letters, digits, `.`, `-` and `_`, a letter or digit first")
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }
}
