import TestSupport

/// What a command is expected to print, line by line.
///
/// Runs of blanks count as one, and rules of tables as `---` for each column, whatever their widths. A line `…` stands for
/// any lines. In lines `<uuid>` stands for an id, `<group=uuid>` keeps it as `group`, and `{group}` is what was kept.
struct LinePatterns: Sendable {
    let lines: [String]

    init(_ lines: [String]) {
        self.lines = lines
    }

    /// Compares a text with the lines.
    ///
    /// - Parameters:
    ///   - text: What was printed.
    ///   - variables: What has been kept; what this text gives is added.
    /// - Returns: Whether it is as expected.
    /// - Throws: An error when a pattern cannot be read.
    func match(_ text: String, _ variables: inout [String: String]) throws -> Bool {
        try Self.match(Self.printed(text)[...], lines[...], &variables)
    }

    /// The lines of a text as they are compared; empty ones at the end do not count.
    static func printed(_ text: String) -> [String] {
        var lines = text.replacing(#/\e\[[0-9;]*[A-Za-z]/#, with: "").split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).map { line in
            let words = line.split(separator: " ")
            let isRule = !words.isEmpty && words.allSatisfy { $0.count >= 3 && $0.allSatisfy { $0 == "-" } }
            return isRule ? words.map { _ in "---" }.joined(separator: " ") : words.joined(separator: " ")
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func match(
        _ printed: ArraySlice<String>, _ expected: ArraySlice<String>, _ variables: inout [String: String]
    ) throws -> Bool {
        guard let pattern = expected.first else { return printed.isEmpty }
        if pattern == "…" {
            for start in printed.startIndex...printed.endIndex {
                var kept = variables
                guard try match(printed[start...], expected.dropFirst(), &kept) else { continue }
                variables = kept
                return true
            }
            return false
        }
        guard let line = printed.first, try match(line, pattern, &variables) else { return false }
        return try match(printed.dropFirst(), expected.dropFirst(), &variables)
    }

    private static func match(
        _ line: String, _ pattern: String, _ variables: inout [String: String]
    ) throws -> Bool {
        var names: [String] = []
        var text = ""
        var rest = pattern.filled(with: variables)[...]
        // Regular expressions are slow to make, and most lines differ before the first token.
        guard let token = rest.firstRange(of: "<") else { return line == rest }
        guard line.hasPrefix(rest[..<token.lowerBound]) else { return false }
        while let token = rest.firstMatch(of: #/<(?:(\w+)=)?(\w+)>/#) {
            text += literal(rest[..<token.range.lowerBound])
            guard let kind = kinds[String(token.2)] else { throw UnknownKind(name: String(token.2)) }
            if let name = token.1 { names.append(String(name)) }
            text += token.1 == nil ? "(?:\(kind))" : "(\(kind))"
            rest = rest[token.range.upperBound...]
        }
        guard let found = try Regex(text + literal(rest)).wholeMatch(in: line) else { return false }
        for (index, name) in names.enumerated() { variables[name] = found[index + 1].substring.map(String.init) }
        return true
    }

    /// What tokens stand for.
    private static let kinds = [
        "uuid": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "hex": "[0-9a-f]+",
        "time": #"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)?"#,
        "date": #"\d{4}-\d\d-\d\d"#,
        "clock": #"\d+:\d\d(?::\d\d)?"#,
        "month": "[A-Z][a-z]{2}",
        "key": "AKIA[A-Z2-7]{16}",
        "secret": "[A-Za-z0-9_-]{40}",
        "number": #"[\d.,]*\d"#,
        "word": #"\S+"#,
        "any": ".*",
    ]

    private static func literal(_ text: some StringProtocol) -> String {
        text.reduce(into: "") { result, character in
            if character.isASCII, !character.isLetter, !character.isNumber, character != " " { result += "\\" }
            result.append(character)
        }
    }

    /// A token names no kind.
    struct UnknownKind: Error {
        let name: String
    }
}

extension String {
    /// The text with `{NAME}` replaced by each variable.
    func filled(with variables: [String: String]) -> String {
        variables.reduce(self) { text, variable in text.replacing("{\(variable.key)}", with: variable.value) }
    }
}
