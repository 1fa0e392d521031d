extension YAMLParser {
    /// A text in quotes, over as many lines as it takes; the place is behind it afterwards.
    mutating func quoted() throws(YAMLSyntaxError) -> String {
        let quote = current ?? 0
        let isDouble = quote == UInt8(ascii: "\"")
        column += 1
        var bytes: [UInt8] = []
        // Blanks before the end of a line go with it, unless they are escaped.
        var kept = 0
        while true {
            guard let byte = current else {
                try fold(&bytes, keeping: kept)
                kept = bytes.count
                continue
            }
            column += 1
            if byte == quote {
                guard !isDouble, current == quote else { return String(decoding: bytes, as: UTF8.self) }
                column += 1
                bytes.append(byte)
                kept = bytes.count
            } else if isDouble, byte == UInt8(ascii: "\\") {
                try escape(into: &bytes)
                kept = bytes.count
            } else {
                bytes.append(byte)
                if !YAMLParser.isSpace(byte) { kept = bytes.count }
            }
        }
    }

    /// Goes on with a quoted text at the next line: one end of a line is a blank, each empty line one end.
    private mutating func fold(_ bytes: inout [UInt8], keeping kept: Int) throws(YAMLSyntaxError) {
        bytes.removeLast(bytes.count - kept)
        var ends = 0
        repeat {
            row += 1
            column = 0
            guard row < lines.count, !isEndOfDocument else { throw error("a quoted text is not closed") }
            skipSpaces()
            ends += 1
        } while current == nil
        if ends == 1 {
            bytes.append(UInt8(ascii: " "))
        } else {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: ends - 1))
        }
    }

    /// One escape of a text in double quotes, behind its backslash.
    private mutating func escape(into bytes: inout [UInt8]) throws(YAMLSyntaxError) {
        guard let byte = current else {
            // The line goes on without a blank.
            row += 1
            column = 0
            guard row < lines.count, !isEndOfDocument else { throw error("a quoted text is not closed") }
            return skipSpaces()
        }
        column += 1
        if let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][byte] {
            return try numbered(digits, into: &bytes)
        }
        guard let text = YAMLParser.escapes[byte] else {
            throw error("the escape `\\\(Character(UnicodeScalar(byte)))` means nothing")
        }
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func numbered(_ digits: Int, into bytes: inout [UInt8]) throws(YAMLSyntaxError) {
        let text = String(decoding: lines[row].dropFirst(column).prefix(digits), as: UTF8.self)
        guard text.utf8.count == digits, text.allSatisfy(\.isHexDigit), let number = UInt32(text, radix: 16),
            let scalar = UnicodeScalar(number)
        else { throw error("an escape names no character") }
        column += digits
        bytes.append(contentsOf: String(Character(scalar)).utf8)
    }

    private static let escapes: [UInt8: String] = [
        UInt8(ascii: "0"): "\u{0}", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t",
        UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{b}", UInt8(ascii: "f"): "\u{c}",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1b}", UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"",
        UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{a0}",
        UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
    ]

    /// A text that goes by its indentation: `|` keeps ends of lines, `>` folds them.
    mutating func blockScalar(parent: Int) throws(YAMLSyntaxError) -> String {
        let isFolded = current == UInt8(ascii: ">")
        column += 1
        var chomping: UInt8?
        var given: Int?
        while let byte = current, !YAMLParser.isSpace(byte) {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "+"): chomping = byte
            case UInt8(ascii: "1")...UInt8(ascii: "9"): given = Int(byte - UInt8(ascii: "0"))
            default: throw error("a text that begins with `|` or `>` stands on the lines below")
            }
            column += 1
        }
        skipSpaces()
        guard isAtEndOfLine else { throw error("a text that begins with `|` or `>` stands on the lines below") }
        row += 1
        var indent = given.map { max(parent, 0) + $0 }
        var texts: [ArraySlice<UInt8>] = []
        while row < lines.count, !isEndOfDocument {
            let width = indentation
            if width == lines[row].count {
                texts.append(lines[row].dropFirst(indent ?? width))
            } else {
                if indent == nil { indent = width }
                guard let indent, width >= indent, width > max(parent, 0) else { break }
                texts.append(lines[row].dropFirst(indent))
            }
            row += 1
        }
        column = 0
        let isCut = row >= lines.count && !hasLastEnd
        return YAMLParser.assembled(texts, isFolded: isFolded, chomping: chomping, isCut: isCut)
    }

    /// The text of a block; `isCut` tells that its last line has no end.
    private static func assembled(
        _ lines: [ArraySlice<UInt8>], isFolded: Bool, chomping: UInt8?, isCut: Bool
    ) -> String {
        var content = lines
        var trailing = 0
        while content.last?.isEmpty ?? false {
            content.removeLast()
            trailing += 1
        }
        var bytes: [UInt8] = []
        var breaks = 0
        var previousIsMore = false
        for (index, line) in content.enumerated() {
            if line.isEmpty {
                breaks += 1
                continue
            }
            let isMore = line.first.map(isSpace) ?? false
            if index > 0 || breaks > 0 {
                bytes += separator(breaks, isFolded && !isMore && !previousIsMore, isFirst: bytes.isEmpty)
            }
            bytes += line
            breaks = 0
            previousIsMore = isMore
        }
        var ends = trailing + (content.isEmpty ? 0 : 1) - (isCut ? 1 : 0)
        if chomping != UInt8(ascii: "+") { ends = content.isEmpty ? 0 : min(ends, 1) }
        if chomping != UInt8(ascii: "-") { bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: max(0, ends)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What stands between two lines of a block with so many empty ones between them.
    private static func separator(_ breaks: Int, _ isFolded: Bool, isFirst: Bool) -> [UInt8] {
        if isFirst { return [UInt8](repeating: UInt8(ascii: "\n"), count: breaks) }
        if isFolded {
            return breaks == 0 ? [UInt8(ascii: " ")] : [UInt8](repeating: UInt8(ascii: "\n"), count: breaks)
        }
        return [UInt8](repeating: UInt8(ascii: "\n"), count: breaks + 1)
    }
}
