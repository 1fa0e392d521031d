/// Cuts a text of the filter or the order language into tokens, of the kinds that the place asks for.
struct QueryScanner {
    /// One token.
    struct Token {
        let terminal: QueryTerminal
        let range: Range<Int>
        let text: String
    }

    private let bytes: [UInt8]
    private let known: [QueryTerminal]
    private var position = 0
    private var previous: Token?

    /// Begins a text in which nothing but `known` has a meaning.
    init(_ text: String, known: [QueryTerminal]) {
        bytes = Array(text.utf8)
        self.known = known
    }

    /// The next token, when it is one of `wanted`; takes it.
    mutating func take(_ wanted: QueryTerminal...) -> Token? {
        skipBlanks()
        for terminal in wanted {
            guard let token = token(of: terminal) else { continue }
            position = token.range.upperBound
            previous = token
            return token
        }
        return nil
    }

    /// Whether the next token is of this kind; does not take it.
    mutating func isAt(_ terminal: QueryTerminal) -> Bool {
        skipBlanks()
        return terminal.end(in: bytes, from: position) != nil
    }

    /// Why none of `expected` stands here, near the original's words.
    func failure(expecting expected: QueryTerminal...) -> String {
        let list = "Expected one of: \n" + expected.map { "\t* \($0.rawValue)\n" }.joined()
        if position == bytes.count {
            // The end has no place of its own: it is told by that of the last token.
            let place = place(of: previous?.range.lowerBound ?? 0)
            return "Unexpected token Token('$END', '') at line \(place.line), column \(place.column).\n\(list)"
        }
        let place = place(of: position)
        let before = previous.map { "Token('\($0.terminal.rawValue)', \(Self.quoted($0.text)))" }
        if let token = known.lazy.compactMap(token(of:)).first {
            let text = "Token('\(token.terminal.rawValue)', \(Self.quoted(token.text)))"
            return "Unexpected token \(text) at line \(place.line), column \(place.column).\n\(list)"
                + (before.map { "Previous tokens: [\($0)]\n" } ?? "")
        }
        let character = String(String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.prefix(1))
        return "No terminal matches '\(character)' in the current parser context, at line \(place.line) "
            + "col \(place.column)\n\(list)" + (before.map { "\nPrevious tokens: \($0)\n" } ?? "")
    }

    private func token(of terminal: QueryTerminal) -> Token? {
        guard let end = terminal.end(in: bytes, from: position) else { return nil }
        let range = position..<end
        return Token(terminal: terminal, range: range, text: String(decoding: bytes[range], as: UTF8.self))
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0c, 0x0d].contains(bytes[position]) { position += 1 }
    }

    /// Line and column, counted from one in lines and Unicode scalars.
    private func place(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes[..<offset]
        let line = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (line.count, 1 + (line.last?.count { $0 & 0xc0 != 0x80 } ?? 0))
    }

    /// As Python prints a text; long ones are cut.
    private static func quoted(_ text: String) -> String {
        let short = text.unicodeScalars.count > 60 ? String(text.unicodeScalars.prefix(60)) + "…" : text
        return "'" + short.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
