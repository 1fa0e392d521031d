import Core

/// Rows as comma-separated values: a header line, CRLF at every end of line, quotes where they are needed (RFC 4180).
enum CSVText {
    /// The lines of a header and its rows.
    static func text(header: [String]?, rows: [[JSONValue]]) -> String {
        let lines = (header.map { [$0] } ?? []) + rows.map { $0.map(cell) }
        return lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A value without a list's shape: an array of objects is a row each, an object is one row, all else one cell.
    static func text(of value: JSONValue) -> String {
        let items = value.items ?? [value]
        var names: [String] = []
        for item in items {
            for member in item.members ?? [] where !names.contains(member.name) { names.append(member.name) }
        }
        guard !names.isEmpty else {
            return items.isEmpty ? "" : text(header: ["value"], rows: items.map { [$0] })
        }
        return text(header: names, rows: items.map { item in names.map { item[$0] ?? .null } })
    }

    /// The raw value: text as it is, nothing for null, JSON for what has members or items.
    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        default: value.encodedText
        }
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
        guard needsQuotes else { return cell }
        return "\"" + cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
