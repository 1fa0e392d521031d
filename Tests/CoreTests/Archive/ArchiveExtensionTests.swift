import Core
import Testing

@Suite("Extended headers of archives")
struct ArchiveExtensionTests {
    private static let file = RawHeader().bytes

    private static func entries(_ bytes: [UInt8]...) throws -> [ArchiveEntry] {
        try [ArchivedThing](reading: bytes.flatMap { $0 } + RawHeader.end).map(\.entry)
    }

    @Test("pax records stand above the header, for one entry only")
    func local() throws {
        let records = RawHeader.pax("path=é/long", "mtime=-1.5", "comment=none", "SCHILY.xattr.user.x=\u{1}")

        #expect(
            try Self.entries(records, Self.file, Self.file) == [
                ArchiveEntry(path: "é/long", modified: ArchiveTime(seconds: -2, nanoseconds: 500_000_000)),
                ArchiveEntry(path: "f"),
            ])
    }

    @Test("global records hold for all entries that follow; an empty value takes one back")
    func global() throws {
        let global = RawHeader.pax("mtime=5", type: "g")
        let local = RawHeader.pax("mtime=6")

        let none = RawHeader.pax("mtime=")
        let entries = try Self.entries(
            Self.file, global, Self.file, local, Self.file, none, Self.file, Self.file)
        #expect(entries.map(\.modified.seconds) == [0, 5, 6, 0, 5])
    }

    @Test("a size in a record is the one that counts")
    func size() throws {
        let content = [UInt8](repeating: 1, count: 600) + [UInt8](repeating: 0, count: 424)
        let bytes = RawHeader.pax("size=600") + Self.file + content + Self.file + RawHeader.end
        let things = try [ArchivedThing](reading: bytes)

        #expect(things.map(\.entry.size) == [600, 0])
        #expect(things.first?.content == [UInt8](repeating: 1, count: 600))
    }

    @Test("a link's target may stand in a record or in a GNU header")
    func targets() throws {
        let link = RawHeader(type: UInt8(ascii: "2"), target: Array("short".utf8)).bytes
        let gnu = RawHeader.with(Array("gnu\0".utf8), type: "K")

        #expect(
            try Self.entries(RawHeader.pax("linkpath=pax"), link, gnu, link, link).map(\.kind)
                == ["pax", "gnu", "short"].map { .symbolicLink(target: $0) })
    }

    @Test("a GNU long name ends at its first NUL and is joined by a long target")
    func longNames() throws {
        let name = String(repeating: "n", count: 300)
        let long = RawHeader.with(Array(name.utf8) + [0, 1], type: "L")
        let target = RawHeader.with([UInt8](repeating: 0x74, count: 513), type: "K")
        let link = RawHeader(type: UInt8(ascii: "2")).bytes

        #expect(
            try Self.entries(target, long, link)
                == [
                    ArchiveEntry(
                        path: ArchivePath(name),
                        kind: .symbolicLink(target: ArchivePath([UInt8](repeating: 0x74, count: 513))))
                ])
    }

    @Test("a sparse file in records is told under its real name, and its pieces are skipped")
    func sparse() throws {
        let records = RawHeader.pax("GNU.sparse.major=1", "GNU.sparse.name=real", "path=GNUSparseFile.0/real")
        let bytes = records + RawHeader.with([1, 2, 3], type: "0") + Self.file + RawHeader.end

        #expect(try [ArchivedThing](reading: bytes) == [.other("S", "real", size: 3), .file("f", [])])
    }

    @Test(
        "refuses records that are malformed",
        arguments: [
            "x", "6 a=b", "6 a=b\n7", "7 a=b\n", "5 a=b\n", "0 a=b\n", "-6 a=b\n", "+6 a=b\n", " 6 a=b\n",
            "000006 a=b\n", "000012xa=bc\n", "6  a=b\n", "99999999999999999999 a=b\n", "3 \n", "4 a\n", "6 a=b\n\0",
        ])
    func malformed(content: String) {
        #expect(throws: ArchiveError.badRecord(at: 0)) {
            try Self.entries(RawHeader.with(Array(content.utf8), type: "x"), Self.file)
        }
    }

    @Test(
        "refuses values that cannot be meant",
        arguments: [
            ("size=-1", .negativeSize(at: 0)), ("size=9223372036854775808", .badNumber(field: "size", at: 0)),
            ("size=1 ", .badNumber(field: "size", at: 0)), ("size=+1", .badNumber(field: "size", at: 0)),
            ("mtime=1e9", .badNumber(field: "mtime", at: 0)), ("mtime=.5", .badNumber(field: "mtime", at: 0)),
            ("mtime=1.2.3", .badNumber(field: "mtime", at: 0)), ("mtime=--1", .badNumber(field: "mtime", at: 0)),
            ("mtime=9223372036854775808", .badNumber(field: "mtime", at: 0)),
            ("mtime=-9223372036854775808.1", .badNumber(field: "mtime", at: 0)),
            ("path=a\0b", .pathWithNUL(at: 0)), ("linkpath=\0", .pathWithNUL(at: 0)),
        ] as [(String, ArchiveError)])
    func badValues(record: String, error: ArchiveError) {
        #expect(throws: error) { try Self.entries(RawHeader.pax(record), Self.file) }
    }

    @Test("judges the size of an extended header before anything of it is gathered", arguments: Array("xgXLK"))
    func bounds(type: Character) throws {
        let byte = try #require(type.asciiValue)
        let largest = RawHeader.with([UInt8](repeating: 0x61, count: 65536), type: Unicode.Scalar(byte))
        var reader = ArchiveReader()
        reader.append(largest.dropLast())
        #expect(try reader.next() == nil)
        #expect(reader.pending == 65535)

        var refusing = ArchiveReader()
        refusing.append(RawHeader(size: Array("00000200001".utf8), type: byte).bytes)
        #expect(throws: ArchiveError.extensionTooLong(65537, at: 0)) { try refusing.next() }
    }

    @Test("an extended header after the last entry changes nothing")
    func dangling() throws {
        #expect(try Self.entries(Self.file, RawHeader.pax("path=p")).map(\.path) == ["f"])
        #expect(try Self.entries(RawHeader.with([], type: "x"), Self.file).map(\.path) == ["f"])
    }
}
