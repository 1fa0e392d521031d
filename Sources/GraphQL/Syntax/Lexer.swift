/// Cuts a document into tokens (GraphQL specification, October 2021, section 2.1).
struct Lexer {
    let source: SourceText
    var position = 0

    init(_ source: SourceText) {
        self.source = source
    }

    /// The byte at an offset, or 0 past the end; a NUL in the text is refused like the end.
    func byte(at offset: Int) -> UInt8 {
        offset < source.bytes.count ? source.bytes[offset] : 0
    }

    func failure(_ message: String, at offset: Int) -> GraphQLSyntaxError {
        GraphQLSyntaxError(message: "Syntax Error: " + message, location: source.location(at: offset))
    }

    /// The character at an offset for a message: `'x'`, `U+00E9` or `<EOF>`.
    func character(at offset: Int) -> String {
        guard offset < source.bytes.count else { return "<EOF>" }
        let text = source.text(offset..<source.end(ofScalarAt: offset))
        guard let scalar = text.unicodeScalars.first else { return "<EOF>" }
        if (0x20...0x7E).contains(scalar.value) { return "'" + text + "'" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    mutating func next() throws(GraphQLSyntaxError) -> Token {
        skipIgnored()
        let start = position
        guard start < source.bytes.count else { return Token(kind: .endOfFile, start: start, text: "") }
        let byte = source.bytes[start]
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            position += 1
            return Token(kind: .punctuator(byte), start: start, text: "")
        case UInt8(ascii: "\""):
            return self.byte(at: start + 1) == byte && self.byte(at: start + 2) == byte
                ? try blockString() : try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: ".") where self.byte(at: start + 1) == byte && self.byte(at: start + 2) == byte:
            position += 3
            return Token(kind: .spread, start: start, text: "")
        case UInt8(ascii: "'"):
            throw failure(
                "Unexpected single quote character ('), did you mean to use a double quote (\")?", at: start)
        default:
            guard Token.isNameStart(byte) else {
                throw failure("Unexpected character: \(character(at: start)).", at: start)
            }
            return name()
        }
    }

    /// Skips blanks, line ends, commas, comments and byte order marks.
    private mutating func skipIgnored() {
        let bytes = source.bytes
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","):
                position += 1
            case UInt8(ascii: "#"):
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
            case 0xEF where byte(at: position + 1) == 0xBB && byte(at: position + 2) == 0xBF:
                position += 3
            default:
                return
            }
        }
    }

    private mutating func name() -> Token {
        let start = position
        while Token.isNameStart(byte(at: position)) || Token.isDigit(byte(at: position)) { position += 1 }
        return Token(kind: .name, start: start, text: source.text(start..<position))
    }

    private mutating func number() throws(GraphQLSyntaxError) -> Token {
        let start = position
        var kind = Token.Kind.int
        if byte(at: position) == UInt8(ascii: "-") { position += 1 }
        if byte(at: position) == UInt8(ascii: "0") {
            position += 1
            if Token.isDigit(byte(at: position)) {
                throw failure(
                    "Invalid number, unexpected digit after 0: \(character(at: position)).", at: position)
            }
        } else {
            try digits()
        }
        if byte(at: position) == UInt8(ascii: ".") {
            kind = .float
            position += 1
            try digits()
        }
        if byte(at: position) | 0x20 == UInt8(ascii: "e") {
            kind = .float
            position += 1
            if byte(at: position) == UInt8(ascii: "+") || byte(at: position) == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let following = byte(at: position)
        if following == UInt8(ascii: ".") || Token.isNameStart(following) {
            throw failure("Invalid number, expected digit but got: \(character(at: position)).", at: position)
        }
        return Token(kind: kind, start: start, text: source.text(start..<position))
    }

    private mutating func digits() throws(GraphQLSyntaxError) {
        guard Token.isDigit(byte(at: position)) else {
            throw failure("Invalid number, expected digit but got: \(character(at: position)).", at: position)
        }
        while Token.isDigit(byte(at: position)) { position += 1 }
    }
}
