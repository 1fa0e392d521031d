extension Lexer {
    /// A string in single double quotes; it ends on its line.
    mutating func string() throws(GraphQLSyntaxError) -> Token {
        let start = position
        let bytes = source.bytes
        var value: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return Token(kind: .string, start: start, text: String(decoding: value, as: UTF8.self))
            case UInt8(ascii: "\\"):
                try escape(into: &value)
            case 0x0A, 0x0D:
                throw failure("Unterminated string.", at: position)
            default:
                value.append(byte)
                position += 1
            }
        }
        throw failure("Unterminated string.", at: position)
    }

    private mutating func escape(into value: inout [UInt8]) throws(GraphQLSyntaxError) {
        let plain: UInt8
        switch byte(at: position + 1) {
        case UInt8(ascii: "\""): plain = UInt8(ascii: "\"")
        case UInt8(ascii: "/"): plain = UInt8(ascii: "/")
        case UInt8(ascii: "\\"): plain = UInt8(ascii: "\\")
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            let scalar =
                byte(at: position + 2) == UInt8(ascii: "{") ? try bracedEscape() : try fixedEscape()
            value.append(contentsOf: String(Character(scalar)).utf8)
            return
        default:
            let end = position + 1 < source.bytes.count ? source.end(ofScalarAt: position + 1) : position + 1
            throw failure("Invalid character escape sequence: '\(source.text(position..<end))'.", at: position)
        }
        value.append(plain)
        position += 2
    }

    /// `\u{1F600}`: one to eight digits in braces.
    private mutating func bracedEscape() throws(GraphQLSyntaxError) -> Unicode.Scalar {
        var end = position + 3
        var code: UInt32 = 0
        while end < min(position + 12, source.bytes.count) {
            let byte = source.bytes[end]
            end += 1
            if byte == UInt8(ascii: "}") {
                guard end - position >= 5, let scalar = Unicode.Scalar(code) else { break }
                position = end
                return scalar
            }
            guard let digit = Self.digit(byte) else { break }
            code = code << 4 | digit
        }
        throw invalidEscape(end: end)
    }

    /// `\u00E9`, or a surrogate pair of two such, as JSON writes what lies beyond 16 bits.
    private mutating func fixedEscape() throws(GraphQLSyntaxError) -> Unicode.Scalar {
        let high = code(at: position + 2)
        if let high, let scalar = Unicode.Scalar(high) {
            position += 6
            return scalar
        }
        if let high, (0xD800...0xDBFF).contains(high),
            byte(at: position + 6) == UInt8(ascii: "\\"), byte(at: position + 7) == UInt8(ascii: "u"),
            let low = code(at: position + 8), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        {
            position += 12
            return scalar
        }
        throw invalidEscape(end: position + 6)
    }

    /// The message quotes whole characters only.
    private func invalidEscape(end: Int) -> GraphQLSyntaxError {
        var end = min(end, source.bytes.count)
        while end < source.bytes.count, source.bytes[end] & 0xC0 == 0x80 { end += 1 }
        return failure("Invalid Unicode escape sequence: '\(source.text(position..<end))'.", at: position)
    }

    private func code(at offset: Int) -> UInt32? {
        var code: UInt32 = 0
        for index in offset..<offset + 4 {
            guard let digit = Self.digit(byte(at: index)) else { return nil }
            code = code << 4 | digit
        }
        return code
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension Lexer {
    /// A string in triple quotes: any lines, their common indentation removed.
    mutating func blockString() throws(GraphQLSyntaxError) -> Token {
        let start = position
        let bytes = source.bytes
        let quote = UInt8(ascii: "\"")
        var lines: [[UInt8]] = [[]]
        position += 3
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote, self.byte(at: position + 1) == quote, self.byte(at: position + 2) == quote {
                position += 3
                return Token(kind: .blockString, start: start, text: Self.dedented(lines))
            } else if byte == UInt8(ascii: "\\"), self.byte(at: position + 1) == quote,
                self.byte(at: position + 2) == quote, self.byte(at: position + 3) == quote
            {
                lines[lines.count - 1].append(contentsOf: [quote, quote, quote])
                position += 4
            } else if byte == 0x0A || byte == 0x0D {
                position += byte == 0x0D && self.byte(at: position + 1) == 0x0A ? 2 : 1
                lines.append([])
            } else {
                lines[lines.count - 1].append(byte)
                position += 1
            }
        }
        throw failure("Unterminated string.", at: position)
    }

    /// The specification's `BlockStringValue`: the first line keeps its indentation, blank edges go.
    private static func dedented(_ lines: [[UInt8]]) -> String {
        let indents = lines.map { line in line.firstIndex { $0 != 0x20 && $0 != 0x09 } }
        guard let first = indents.firstIndex(where: { $0 != nil }),
            let last = indents.lastIndex(where: { $0 != nil })
        else { return "" }
        let common = indents.dropFirst().compactMap(\.self).min() ?? 0
        let kept = (first...last).map { index in index == 0 ? lines[index][...] : lines[index].dropFirst(common) }
        return String(decoding: Array(kept.joined(separator: [0x0A])), as: UTF8.self)
    }
}
