/// The documents of a YAML text, of the part of YAML that people write by hand: block and flow maps and lists, plain,
/// quoted and block scalars, comments, and several documents.
///
/// What can refer to something else, or stand for code, is refused: anchors, aliases, tags and directives. Scalars are
/// read as PyYAML reads them, which the original uses, but for dates and numbers to the base of 60, which stay texts.
/// Every key is a text, and none may occur twice in one map.
public struct YAMLDocuments: Sendable, Equatable {
    /// The longest text that is read, in bytes.
    public static let maximumLength = 256 << 10
    /// How deep values may be nested.
    public static let maximumDepth = 64

    /// The documents, in order.
    public let values: [JSONValue]

    /// Reads a text.
    ///
    /// - Throws: ``YAMLSyntaxError`` that tells the line.
    public init(parsing text: String) throws(YAMLSyntaxError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw YAMLSyntaxError(line: 1, reason: "the text is longer than \(Self.maximumLength) bytes")
        }
        var parser = YAMLParser(text)
        values = try parser.documents()
    }
}

/// Why a text is no YAML, or none that is read here.
public struct YAMLSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int
    /// What is wrong there.
    public let reason: String

    /// Notes what is wrong and where.
    public init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    public var description: String { "line \(line): \(reason)" }
}
