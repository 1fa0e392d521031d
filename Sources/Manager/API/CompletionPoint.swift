import Core

/// Where in a text candidates are wanted.
enum CompletionPoint {
    /// The text up to the cursor.
    ///
    /// - Parameters:
    ///   - code: The whole text.
    ///   - options: The original's: `row` and `col` count from 0, `line` is the line up to the cursor; without them the
    ///     cursor stands at the end.
    /// - Returns: What stands before the cursor; all of it where the place lies beyond the end.
    /// - Throws: ``BackendError`` for numbers that are no place.
    static func text(_ code: String, _ options: JSONValue?) throws(BackendError) -> String {
        let row = try number("row", options)
        let column = try number("col", options)
        guard let row, let column else { return code.isEmpty ? options?["line"]?.text ?? "" : code }
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        guard row < lines.count else { return code }
        let line = String(String.UnicodeScalarView(lines[row].unicodeScalars.prefix(column)))
        return (lines[..<row].map(String.init) + [line]).joined(separator: "\n")
    }

    private static func number(_ name: String, _ options: JSONValue?) throws(BackendError) -> Int? {
        switch options?[name] {
        case nil, .null: return nil
        case .integer(let value) where value >= 0: return Int(value)
        default: throw BackendError(.invalidParameters, "`\(name)` is a whole number from 0 on")
        }
    }
}
