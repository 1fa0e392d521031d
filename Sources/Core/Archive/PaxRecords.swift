/// What extended headers say of an entry beside its header: pax records, and GNU's long names.
///
/// Records that concern neither path, target, size nor time are read over.
struct PaxRecords: Sendable, Equatable {
    private(set) var target: ArchivePath?
    private(set) var size: Int64?
    private(set) var modified: ArchiveTime?
    /// Whether the content is a sparse file's map and pieces, in any of GNU's three pax forms.
    private(set) var isSparse = false
    private var plainPath: ArchivePath?
    private var sparsePath: ArchivePath?

    /// The entry's path; a sparse file has a made-up one beside its own.
    var path: ArchivePath? { sparsePath ?? plainPath }

    /// Takes the content of a GNU header of type `L` or `K`: a name that ends at its first NUL.
    mutating func take(longName bytes: [UInt8], isTarget: Bool) {
        let name = ArchivePath(bytes.prefix { $0 != 0 })
        if isTarget { target = name } else { plainPath = name }
    }

    /// Takes the content of a pax header: records of the form `length key=value\n`, whose length counts itself.
    ///
    /// - Throws: ``ArchiveError`` when it is not that; `offset` is where its header stands.
    mutating func take(_ bytes: [UInt8], at offset: Int64) throws(ArchiveError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Five digits are enough for the longest header that is read.
            let digits = rest.prefix(6).prefix { $0 != UInt8(ascii: " ") }
            guard digits.count < 6, let length = Self.decimal(digits), length > digits.count + 1, length <= rest.count
            else { throw .badRecord(at: offset) }
            let record = rest.prefix(Int(length)).dropFirst(digits.count + 1)
            guard record.last == UInt8(ascii: "\n"), let mark = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw .badRecord(at: offset)
            }
            let key = String(decoding: record[..<mark], as: UTF8.self)
            try take(key, record[(mark + 1)...].dropLast(), at: offset)
            rest = rest.dropFirst(Int(length))
        }
    }

    /// An empty value takes back what an earlier record said.
    private mutating func take(_ key: String, _ value: ArraySlice<UInt8>, at offset: Int64) throws(ArchiveError) {
        switch key {
        case "path": plainPath = try Self.path(value, at: offset)
        case "GNU.sparse.name": sparsePath = try Self.path(value, at: offset)
        case "linkpath": target = try Self.path(value, at: offset)
        case "size":
            size = Self.decimal(value)
            if size == nil, !value.isEmpty {
                if value.first == UInt8(ascii: "-") { throw .negativeSize(at: offset) }
                throw .badNumber(field: key, at: offset)
            }
        case "mtime":
            modified = ArchiveTime(decimal: value)
            if modified == nil, !value.isEmpty { throw .badNumber(field: key, at: offset) }
        default: break
        }
        if key.hasPrefix("GNU.sparse.") { isSparse = true }
    }

    private static func path(_ value: ArraySlice<UInt8>, at offset: Int64) throws(ArchiveError) -> ArchivePath? {
        let path = ArchivePath(value)
        if path.hasNUL { throw .pathWithNUL(at: offset) }
        return value.isEmpty ? nil : path
    }

    private static func decimal(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    /// One record as it is written.
    static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = Array(" \(key)=".utf8) + value + [UInt8(ascii: "\n")]
        // The length counts its own digits, whose number it may change.
        var length = rest.count
        while rest.count + String(length).utf8.count != length { length = rest.count + String(length).utf8.count }
        return Array(String(length).utf8) + rest
    }
}
