/// Rows as aligned columns, two blanks apart.
struct Table {
    /// Which end of a column is even.
    enum Alignment: Sendable {
        case left
        case right
    }

    let columns: [String]
    let rows: [[String]]
    /// For each column; those not listed are even at the left.
    var alignments: [Alignment] = []
    /// Whether the titles are printed.
    var hasHeader = true

    /// The lines, header first, without blanks at their ends.
    var text: String {
        let lines = (hasHeader ? [columns] : []) + rows.map { $0.map(Table.visible) }
        let widths = columns.indices.map { index in lines.map { TextWidth.of($0[index]) }.max() ?? 0 }
        return lines.map { line in
            let cells = line.indices.map { aligned(line[$0], $0, widths[$0]) }
            return cells.joined(separator: "  ").trimmingEnd()
        }.joined(separator: "\n")
    }

    private func aligned(_ cell: String, _ index: Int, _ width: Int) -> String {
        let padding = String(repeating: " ", count: width - TextWidth.of(cell))
        return index < alignments.count && alignments[index] == .right ? padding + cell : cell + padding
    }

    /// The text with its control characters written out: a cell is one line, and names given by others move no cursor.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.properties.generalCategory == .control:
                result += scalar.escaped(asASCII: true)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension String {
    fileprivate func trimmingEnd() -> String {
        var end = self[...]
        while end.last == " " { end = end.dropLast() }
        return String(end)
    }
}
