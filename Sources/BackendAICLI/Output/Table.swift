/// Rows as aligned columns, two blanks apart.
struct Table {
    let columns: [String]
    let rows: [[String]]

    /// The lines, header first, without blanks at their ends.
    var text: String {
        let widths = columns.indices.map { index in
            ([columns] + rows).map { Table.width(of: $0[index]) }.max() ?? 0
        }
        return ([columns] + rows).map { row in
            let cells = row.indices.map { index in
                index == row.count - 1
                    ? row[index]
                    : row[index] + String(repeating: " ", count: widths[index] - Table.width(of: row[index]))
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// The columns of a terminal that `text` takes: two for East Asian wide characters.
    static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) {
            $0 + (isWide($1) ? 2 : $1.properties.generalCategory == .nonspacingMark ? 0 : 1)
        }
    }

    /// The wide ranges of Unicode's EastAsianWidth.txt, coarsely.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}
