extension YAMLParser {
    private static let closing: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")]

    /// The key that begins at the present place, with its colon; nil when none does.
    ///
    /// The place is right behind the colon afterwards.
    mutating func key() throws(YAMLSyntaxError) -> String? {
        guard let byte = current else { return nil }
        if byte == UInt8(ascii: "?"), following.map(YAMLParser.isSpace) ?? true {
            throw error("keys that are no plain texts are not taken")
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            let line = row
            let text = try quoted()
            skipSpaces()
            guard row == line, current == UInt8(ascii: ":"), following.map(YAMLParser.isSpace) ?? true else {
                (row, column) = (line, 0)
                return nil
            }
            column += 1
            return text
        }
        guard byte != UInt8(ascii: "["), byte != UInt8(ascii: "{"), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ">")
        else { return nil }
        let start = column
        while !isAtEndOfLine {
            if current == UInt8(ascii: ":"), following.map(YAMLParser.isSpace) ?? true {
                guard column > start else { throw error("a key stands before a `:`") }
                let text = try plainText(start..<column)
                column += 1
                return text
            }
            column += 1
        }
        column = start
        return nil
    }

    /// A value that begins in the middle of a line, to the end of its last line.
    ///
    /// - Parameter parent: The indentation that further lines of it must exceed.
    /// - Returns: The value.
    /// - Throws: ``YAMLSyntaxError``.
    mutating func inline(parent: Int) throws(YAMLSyntaxError) -> JSONValue {
        guard let byte = current else { return .null }
        let value: JSONValue
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): value = try flow()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): value = .string(try quoted())
        case UInt8(ascii: "|"), UInt8(ascii: ">"): return .string(try blockScalar(parent: parent))
        default: return try plain(parent: parent)
        }
        skipSpaces()
        guard isAtEndOfLine else { throw error("something follows a value on its line") }
        row += 1
        return value
    }

    /// A scalar without quotes, which may go on at lines that are indented more than `parent`.
    private mutating func plain(parent: Int) throws(YAMLSyntaxError) -> JSONValue {
        var text = try plainLine()
        var isOneLine = true
        while true {
            row += 1
            var blank = 0
            while row + blank < lines.count, lines[row + blank].allSatisfy(YAMLParser.isSpace) { blank += 1 }
            let next = row + blank
            guard next < lines.count, !isBlank(next) else { break }
            let saved = row
            row = next
            guard indentation > parent, !isEndOfDocument else {
                row = saved
                break
            }
            column = indentation
            isOneLine = false
            text += (blank == 0 ? " " : String(repeating: "\n", count: blank)) + (try plainLine())
        }
        return isOneLine ? YAMLScalar.value(of: text) : .string(text)
    }

    /// The part of a plain scalar that stands on the present line.
    private mutating func plainLine() throws(YAMLSyntaxError) -> String {
        let start = column
        while !isAtEndOfLine {
            if current == UInt8(ascii: ":"), following.map(YAMLParser.isSpace) ?? true {
                throw error("a `:` with a blank stands inside a value; put the value in quotes")
            }
            column += 1
        }
        return try plainText(start..<column)
    }

    /// The text of a plain scalar, of which some first characters are not taken.
    private func plainText(_ range: Range<Int>) throws(YAMLSyntaxError) -> String {
        var bytes = lines[row][range]
        while let last = bytes.last, YAMLParser.isSpace(last) { bytes.removeLast() }
        switch bytes.first {
        case UInt8(ascii: "&"), UInt8(ascii: "*"): throw error("anchors and aliases are not taken")
        case UInt8(ascii: "!"): throw error("tags are not taken")
        case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"), UInt8(ascii: ","), UInt8(ascii: "]"),
            UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            throw error("a value cannot begin with this character; put it in quotes")
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            if bytes.count == 1 || YAMLParser.isSpace(bytes[bytes.startIndex + 1]) {
                throw error("a value cannot begin with this character; put it in quotes")
            }
        default: break
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Flow

    /// A map in braces or a list in brackets, over as many lines as it takes.
    private mutating func flow() throws(YAMLSyntaxError) -> JSONValue {
        try nested { (parser) throws(YAMLSyntaxError) in
            let isMap = parser.current == UInt8(ascii: "{")
            parser.column += 1
            return isMap ? try parser.flowMapping() : try parser.flowSequence()
        }
    }

    private mutating func flowSequence() throws(YAMLSyntaxError) -> JSONValue {
        var items: [JSONValue] = []
        while true {
            try skipFlowSpace()
            if take(UInt8(ascii: "]")) { return .array(items) }
            items.append(try flowValue())
            try skipFlowSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard current == UInt8(ascii: "]") else { throw error("`,` or `]` was expected in a list") }
        }
    }

    private mutating func flowMapping() throws(YAMLSyntaxError) -> JSONValue {
        var members: [JSONValue.Member] = []
        while true {
            try skipFlowSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            let isQuoted = current == UInt8(ascii: "\"") || current == UInt8(ascii: "'")
            let name = isQuoted ? try quoted() : try flowPlain()
            guard !members.contains(where: { $0.name == name }) else {
                throw error("the key `\(name.prefix(60))` occurs twice")
            }
            try skipFlowSpace()
            var value = JSONValue.null
            if take(UInt8(ascii: ":")) {
                try skipFlowSpace()
                if let byte = current, !YAMLParser.closing.contains(byte) { value = try flowValue() }
            }
            members.append(.init(name, value))
            try skipFlowSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard current == UInt8(ascii: "}") else { throw error("`,` or `}` was expected in a map") }
        }
    }

    private mutating func flowValue() throws(YAMLSyntaxError) -> JSONValue {
        switch current {
        case UInt8(ascii: "["), UInt8(ascii: "{"): return try flow()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try quoted())
        default: return YAMLScalar.value(of: try flowPlain())
        }
    }

    private mutating func flowPlain() throws(YAMLSyntaxError) -> String {
        let start = column
        while let byte = current, !isAtEndOfLine {
            if YAMLParser.closing.contains(byte) || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { break }
            if byte == UInt8(ascii: ":"),
                following.map({ YAMLParser.isSpace($0) || YAMLParser.closing.contains($0) }) ?? true
            {
                break
            }
            column += 1
        }
        guard column > start else { throw error("a value was expected in the brackets") }
        return try plainText(start..<column)
    }

    /// Skips blanks, comments and ends of lines.
    private mutating func skipFlowSpace() throws(YAMLSyntaxError) {
        while true {
            skipSpaces()
            guard isAtEndOfLine else { return }
            row += 1
            column = 0
            guard row < lines.count, !isEndOfDocument else { throw error("a bracket is not closed") }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        column += 1
        return true
    }
}
