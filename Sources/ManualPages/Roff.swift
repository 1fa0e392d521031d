/// Text as groff reads it.
enum Roff {
    /// Signs that groff would take for its own, and those beyond ASCII, by their names.
    static func escape(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\"": result += "\\(dq"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "\n", "\t": result += " "
            case _ where !scalar.isASCII:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Running text in one line, what stands in backticks bold.
    static func text(_ text: some StringProtocol) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        // A backtick without a second one stands for itself.
        guard parts.count % 2 == 1 else { return line(text) }
        return protected(
            parts.enumerated().map { index, part in
                index % 2 == 0 ? escape(part) : "\\fB\(escape(part))\\fR"
            }.joined())
    }

    /// One line as it stands, where lines are not filled.
    static func line(_ text: some StringProtocol) -> String { protected(escape(text)) }

    /// Paragraphs, a blank line between them.
    static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ".PP" : Self.text($0) }
    }

    /// A line that begins with a dot or an apostrophe would be an order to groff.
    private static func protected(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }
}
