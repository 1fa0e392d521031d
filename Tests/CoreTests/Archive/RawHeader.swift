/// A header block put together field by field, apart from the code that it tests.
struct RawHeader {
    var name = Array("f".utf8)
    var mode = Array("0000644".utf8)
    var size = Array("00000000000".utf8)
    var modified = Array("00000000000".utf8)
    var type = UInt8(ascii: "0")
    var target: [UInt8] = []
    var magic = Array("ustar\u{0}00".utf8)
    var prefix: [UInt8] = []
    /// What stands at other places.
    var rest: [Int: UInt8] = [:]
    /// Added to every sum.
    var checksumError = 0
    /// Whether bytes are summed up as signed ones, as old programs did.
    var isSigned = false

    var bytes: [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        for (start, value) in [
            (0, name), (100, mode), (124, size), (136, modified), (148, Array("        ".utf8)), (156, [type]),
            (157, target), (257, magic), (345, prefix),
        ] {
            block.replaceSubrange(start..<start + value.count, with: value)
        }
        for (place, value) in rest { block[place] = value }
        let sum = block.reduce(checksumError) { $0 + (isSigned ? Int(Int8(bitPattern: $1)) : Int($1)) }
        block.replaceSubrange(148..<156, with: Array(("000000" + String(sum, radix: 8)).suffix(6).utf8) + [0, 0x20])
        return block
    }

    /// A header of this type whose content follows, padded.
    static func with(_ content: [UInt8], type: Unicode.Scalar, name: String = "f") -> [UInt8] {
        let size = Array(("00000000000" + String(content.count, radix: 8)).suffix(11).utf8)
        let header = RawHeader(name: Array(name.utf8), size: size, type: UInt8(ascii: type))
        let padding = (512 - content.count % 512) % 512
        return header.bytes + content + [UInt8](repeating: 0, count: padding)
    }

    /// A pax header of these records, each given without its length, which must make two digits.
    static func pax(_ records: String..., type: Unicode.Scalar = "x") -> [UInt8] {
        let content = records.map { record in
            let length = record.utf8.count + 2
            let digits = [1, 2, 3, 4, 5].first { String(length + $0).utf8.count == $0 } ?? 0
            return "\(length + digits) \(record)\n"
        }
        return with(Array(content.joined().utf8), type: type)
    }

    static let end = [UInt8](repeating: 0, count: 1024)
}
