/// The block of 512 bytes that begins every entry, by its fields (POSIX.1-2017, `pax`, ustar interchange format).
struct ArchiveHeader {
    /// The unit of the format: headers, and the ends of contents, stand at its multiples.
    static let blockSize = 512

    /// The fields that are read or written; their names are what errors say.
    enum Field: String {
        case name, mode, uid, gid, size, mtime, checksum, type, linkname, magic, devmajor, devminor, prefix

        var range: Range<Int> {
            switch self {
            case .name: 0..<100
            case .mode: 100..<108
            case .uid: 108..<116
            case .gid: 116..<124
            case .size: 124..<136
            case .mtime: 136..<148
            case .checksum: 148..<156
            case .type: 156..<157
            case .linkname: 157..<257
            case .magic: 257..<265
            case .devmajor: 329..<337
            case .devminor: 337..<345
            case .prefix: 345..<500
            }
        }
    }

    private(set) var bytes: [UInt8]
    /// Where the block stands in its archive.
    let offset: Int64

    /// A block that was read.
    init(_ bytes: some Sequence<UInt8>, at offset: Int64) {
        self.bytes = Array(bytes)
        self.offset = offset
    }

    /// A ustar header to be filled; ``seal()`` is its last step.
    init(type: UInt8) {
        bytes = [UInt8](repeating: 0, count: Self.blockSize)
        offset = 0
        set(.type, [type])
        set(.magic, Array("ustar\0".utf8) + Array("00".utf8))
        for field in [Field.mode, .uid, .gid, .size, .mtime, .devmajor, .devminor] { set(field, 0) }
    }

    /// Zeros that fill the last block of a content.
    static func padding(after size: Int64) -> Int {
        Int(truncatingIfNeeded: (0 &- size) & Int64(blockSize - 1))
    }

    // MARK: - Reading

    var isZero: Bool { bytes.allSatisfy { $0 == 0 } }

    var type: UInt8 { bytes[Field.type.range.lowerBound] }

    /// Whether more blocks of a sparse file's map follow this old GNU header, or this block of such a map.
    func isSparseMapContinued(inHeader: Bool) -> Bool { bytes[inHeader ? 482 : 504] != 0 }

    /// The name, with its prefix where the magic says that there is one: GNU and v7 have other things in its place.
    var path: ArchivePath {
        let name = text(.name)
        guard bytes[Field.magic.range].starts(with: "ustar\0".utf8) else { return ArchivePath(name) }
        let prefix = text(.prefix)
        return prefix.isEmpty ? ArchivePath(name) : ArchivePath(prefix + [UInt8(ascii: "/")] + name)
    }

    var target: ArchivePath { ArchivePath(text(.linkname)) }

    /// Whether the bytes sum up to what the block says; some old programs summed up signed ones.
    var isChecksumRight: Bool {
        var unsigned: Int64 = 0
        var signed: Int64 = 0
        for (index, byte) in bytes.enumerated() {
            let counted = Field.checksum.range.contains(index) ? UInt8(ascii: " ") : byte
            unsigned += Int64(counted)
            signed += Int64(Int8(bitPattern: counted))
        }
        guard let told = try? number(.checksum) else { return false }
        return told == unsigned || told == signed
    }

    /// A number in octal digits or, as GNU and star write large ones, in base 256; an empty field is 0.
    func number(_ field: Field) throws(ArchiveError) -> Int64 {
        let digits = bytes[field.range]
        if let first = digits.first, first & 0x80 != 0 { return try binary(digits, field) }
        var value: Int64 = 0
        let isFiller = { (byte: UInt8) in byte == 0 || byte == UInt8(ascii: " ") }
        // Twelve digits are 36 bits: no overflow.
        for digit in digits.drop(while: isFiller).prefix(while: { !isFiller($0) }) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else {
                throw .badNumber(field: field.rawValue, at: offset)
            }
            value = value << 3 | Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// A big-endian two's complement number whose first bit is only a mark.
    private func binary(_ digits: ArraySlice<UInt8>, _ field: Field) throws(ArchiveError) -> Int64 {
        let isNegative = digits.first.map { $0 & 0x40 != 0 } ?? false
        var value: Int64 = isNegative ? -1 : 0
        for (index, digit) in digits.enumerated() {
            let byte = index > 0 ? digit : isNegative ? digit | 0x80 : digit & 0x7f
            guard value >> 55 == 0 || value >> 55 == -1 else { throw .badNumber(field: field.rawValue, at: offset) }
            value = value << 8 | Int64(byte)
        }
        return value
    }

    private func text(_ field: Field) -> ArraySlice<UInt8> { bytes[field.range].prefix { $0 != 0 } }

    // MARK: - Writing

    /// Puts bytes into a field, as many as it has room for.
    mutating func set(_ field: Field, _ value: some Collection<UInt8>) {
        let start = field.range.lowerBound
        let fitting = value.prefix(field.range.count)
        bytes.replaceSubrange(start..<start + fitting.count, with: fitting)
    }

    /// Puts a number into a field, in octal digits before the NUL that is there.
    ///
    /// - Returns: Whether it fits; the field stays as it was when not.
    @discardableResult
    mutating func set(_ field: Field, _ value: Int64) -> Bool {
        let places = field.range.dropLast()
        guard value >= 0, value >> (3 * places.count) == 0 else { return false }
        setDigits(value, at: places)
        return true
    }

    private mutating func setDigits(_ value: Int64, at places: Range<Int>) {
        var rest = value
        for place in places.reversed() {
            bytes[place] = UInt8(ascii: "0") + UInt8(rest & 7)
            rest >>= 3
        }
    }

    /// Puts a path into name and prefix, cut at a slash between them.
    ///
    /// - Returns: Whether it fits; only its beginning is there when not.
    mutating func set(path: ArchivePath) -> Bool {
        let bytes = path.bytes
        let room = Field.name.range.count
        guard bytes.count > room else {
            set(.name, bytes)
            return true
        }
        // The name may not be empty, nor the prefix; both ends of the range are where a fitting slash can stand.
        let first = bytes.count - room - 1
        let last = min(Field.prefix.range.count, bytes.count - 2)
        guard first <= last, let slash = bytes[max(first, 1)...last].lastIndex(of: UInt8(ascii: "/")) else {
            set(.name, bytes)
            return false
        }
        set(.prefix, bytes[..<slash])
        set(.name, bytes[(slash + 1)...])
        return true
    }

    /// Writes the checksum, and with it ends the block.
    mutating func seal() {
        set(.checksum, "        ".utf8)
        setDigits(Int64(bytes.reduce(0) { $0 + Int($1) }), at: Field.checksum.range.dropLast(2))
        bytes[Field.checksum.range.upperBound - 2] = 0
    }
}
