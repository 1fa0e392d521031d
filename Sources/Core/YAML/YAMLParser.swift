/// Reads YAML line by line: blocks go by indentation, everything else by ``YAMLParser/inline(parent:)``.
struct YAMLParser {
    var lines: [[UInt8]]
    /// The line that is read next, and the column in it.
    var row = 0
    var column = 0
    /// Whether the last line has an end.
    let hasLastEnd: Bool
    private var depth = 0

    init(_ text: String) {
        hasLastEnd = text.utf8.last == UInt8(ascii: "\n")
        let normal = text.utf8.first == 0xef ? text.dropFirst() : text[...]
        lines = normal.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        // What follows the last end of a line is no line.
        if hasLastEnd { lines.removeLast() }
    }

    /// All documents.
    mutating func documents() throws(YAMLSyntaxError) -> [JSONValue] {
        var documents: [JSONValue] = []
        while true {
            let hasContent = try skipBlankLines()
            guard row < lines.count else { return documents }
            if isMarker("...") {
                row += 1
                continue
            }
            if isMarker("---") {
                // What follows on the line belongs to the document, as if it stood there alone.
                for index in 0..<3 { lines[row][index] = UInt8(ascii: " ") }
                if try !skipBlankLines() {
                    documents.append(.null)
                    continue
                }
            } else if !hasContent {
                continue
            }
            if first == UInt8(ascii: "%") { throw error("directives are not taken") }
            documents.append(try block(parent: -1))
            _ = try skipBlankLines()
            guard row >= lines.count || isMarker("---") || isMarker("...") else {
                throw error("the document has ended, but more follows; look at the indentation")
            }
        }
    }

    /// The value that begins at the next line that has something, which must be indented more than `parent`.
    mutating func block(parent: Int) throws(YAMLSyntaxError) -> JSONValue {
        guard try skipBlankLines(), indentation > parent else { return .null }
        depth += 1
        defer { depth -= 1 }
        guard depth <= YAMLDocuments.maximumDepth else {
            throw error("values are nested more than \(YAMLDocuments.maximumDepth) deep")
        }
        let indentation = indentation
        if isItem { return try sequence(at: indentation) }
        column = indentation
        if try key() != nil { return try mapping(at: indentation) }
        column = indentation
        return try inline(parent: parent)
    }

    private mutating func sequence(at indentation: Int) throws(YAMLSyntaxError) -> JSONValue {
        var items: [JSONValue] = []
        while try skipBlankLines(), self.indentation == indentation, isItem {
            // The dash taken away, the item stands where it is written, be it on this line or below.
            lines[row][indentation] = UInt8(ascii: " ")
            if isBlank(row) { row += 1 }
            items.append(try block(parent: indentation))
        }
        if row < lines.count, !isEndOfDocument, self.indentation > indentation {
            throw error("the line is indented more than the list that it stands in")
        }
        return .array(items)
    }

    private mutating func mapping(at indentation: Int) throws(YAMLSyntaxError) -> JSONValue {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        while try skipBlankLines(), self.indentation == indentation, !isItem {
            column = indentation
            guard let name = try key() else { throw error("a key with `:` was expected") }
            guard names.insert(name).inserted else { throw error("the key `\(name.prefix(60))` occurs twice") }
            members.append(.init(name, try value(of: indentation)))
        }
        if row < lines.count, !isEndOfDocument, self.indentation > indentation {
            throw error("the line is indented more than the map that it stands in")
        }
        return .object(members)
    }

    /// What stands after the colon of a key at `indentation`.
    private mutating func value(of indentation: Int) throws(YAMLSyntaxError) -> JSONValue {
        skipSpaces()
        guard isAtEndOfLine else { return try inline(parent: indentation) }
        row += 1
        guard try skipBlankLines() else { return .null }
        // A list may stand as far left as the key that it belongs to.
        if self.indentation == indentation, isItem {
            depth += 1
            defer { depth -= 1 }
            guard depth <= YAMLDocuments.maximumDepth else {
                throw error("values are nested more than \(YAMLDocuments.maximumDepth) deep")
            }
            return try sequence(at: indentation)
        }
        return try block(parent: indentation)
    }

    /// Counts one more level of nesting while `body` runs.
    mutating func nested<Result>(
        _ body: (inout YAMLParser) throws(YAMLSyntaxError) -> Result
    ) throws(YAMLSyntaxError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= YAMLDocuments.maximumDepth else {
            throw error("values are nested more than \(YAMLDocuments.maximumDepth) deep")
        }
        return try body(&self)
    }

    // MARK: Lines

    /// Goes to the next line that has something, unless the document ends before.
    ///
    /// - Returns: Whether there is one.
    mutating func skipBlankLines() throws(YAMLSyntaxError) -> Bool {
        column = 0
        while row < lines.count, isBlank(row) { row += 1 }
        guard row < lines.count, !isEndOfDocument else { return false }
        let line = lines[row]
        if line.prefix(indentation + 1).contains(UInt8(ascii: "\t")) {
            throw error("lines are indented by blanks, not by tabs")
        }
        return true
    }

    /// Whether nothing but blanks and a comment stands on a line.
    func isBlank(_ row: Int) -> Bool {
        guard let first = lines[row].first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else {
            return true
        }
        return first == UInt8(ascii: "#")
    }

    /// The number of blanks before the present line's first character.
    var indentation: Int { lines[row].prefix { $0 == UInt8(ascii: " ") }.count }

    var first: UInt8? { lines[row].first { $0 != UInt8(ascii: " ") } }

    /// Whether the present line begins or ends a document.
    var isEndOfDocument: Bool { isMarker("---") || isMarker("...") }

    /// Whether the present line is an item of a list.
    private var isItem: Bool {
        let rest = lines[row].dropFirst(indentation)
        guard rest.first == UInt8(ascii: "-") else { return false }
        return rest.count == 1 || YAMLParser.isSpace(rest[rest.startIndex + 1])
    }

    private func isMarker(_ marker: StaticString) -> Bool {
        guard row < lines.count, lines[row].count >= 3 else { return false }
        let line = lines[row]
        let isSame = marker.withUTF8Buffer { $0.elementsEqual(line.prefix(3)) }
        return isSame && (line.count == 3 || YAMLParser.isSpace(line[3]))
    }

    // MARK: Characters

    static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// The character at the present place; nil at the end of the line.
    var current: UInt8? { row < lines.count && column < lines[row].count ? lines[row][column] : nil }

    /// The character after it.
    var following: UInt8? { row < lines.count && column + 1 < lines[row].count ? lines[row][column + 1] : nil }

    mutating func skipSpaces() {
        while let byte = current, YAMLParser.isSpace(byte) { column += 1 }
    }

    /// Whether nothing more than a comment stands on the line.
    var isAtEndOfLine: Bool {
        guard let byte = current else { return true }
        return byte == UInt8(ascii: "#") && (column == 0 || YAMLParser.isSpace(lines[row][column - 1]))
    }

    func error(_ reason: String) -> YAMLSyntaxError {
        YAMLSyntaxError(line: min(row, lines.count - 1) + 1, reason: reason)
    }
}
