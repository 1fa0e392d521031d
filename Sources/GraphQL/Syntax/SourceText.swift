/// The bytes of a document, which know their lines.
struct SourceText: Sendable {
    let bytes: [UInt8]

    /// The line and column of a byte offset; counted only when an error needs it.
    func location(at offset: Int) -> GraphQLLocation {
        locations(at: [offset])[offset] ?? GraphQLLocation(line: 1, column: 1)
    }

    /// The lines and columns of many offsets, counted in one pass.
    func locations(at offsets: [Int]) -> [Int: GraphQLLocation] {
        var locations: [Int: GraphQLLocation] = [:]
        var line = 1
        var column = 1
        var index = 0
        for offset in offsets.sorted() {
            let end = min(offset, bytes.count)
            while index < end {
                let byte = bytes[index]
                if byte == 0x0A || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)) {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
                index += 1
            }
            locations[offset] = GraphQLLocation(line: line, column: column)
        }
        return locations
    }

    /// The text between two offsets.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The offset after the scalar that starts at `offset`.
    func end(ofScalarAt offset: Int) -> Int {
        var index = offset + 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        return min(index, bytes.count)
    }
}
