import Core
import Testing

@Suite("Archive reader")
struct ArchiveReaderTests {
    private static func entries(_ bytes: [UInt8]...) throws -> [ArchiveEntry] {
        try [ArchivedThing](reading: bytes.flatMap { $0 } + RawHeader.end).map(\.entry)
    }

    @Test("reads the fields of a ustar header, its prefix before its name")
    func ustar() throws {
        let header = RawHeader(
            name: Array("name".utf8), mode: Array("0100755".utf8), modified: Array("14524770400".utf8),
            prefix: Array("a/b".utf8))

        #expect(
            try Self.entries(header.bytes) == [
                ArchiveEntry(path: "a/b/name", mode: 0o755, modified: ArchiveTime(seconds: 1_700_000_000))
            ])
    }

    @Test("has no prefix where the magic is not ustar's: GNU and v7 have other things in its place")
    func prefix() throws {
        let gnu = RawHeader(magic: Array("ustar  \u{0}".utf8), prefix: Array("14524770400".utf8))
        let old = RawHeader(magic: [], prefix: Array("x".utf8))

        #expect(try Self.entries(gnu.bytes, old.bytes).map(\.path) == ["f", "f"])
    }

    @Test("takes names and targets that fill their fields without a NUL")
    func fullFields() throws {
        let long = [UInt8](repeating: UInt8(ascii: "n"), count: 100)
        let header = RawHeader(
            name: long, type: UInt8(ascii: "2"), target: long,
            prefix: [UInt8](repeating: UInt8(ascii: "p"), count: 155))
        let entry = try #require(try Self.entries(header.bytes).first)

        #expect(entry.path.bytes.count == 256)
        #expect(entry.kind == .symbolicLink(target: ArchivePath(long)))
    }

    @Test(
        "tells a file from a directory by type, and by a slash at the end where the type is a file's",
        arguments: [
            ("f", "0", .file), ("f", "\0", .file), ("f", "7", .file), ("f/", "\0", .directory), ("f/", "0", .directory),
            ("f", "5", .directory), ("f//", "5", .directory), ("f", "1", .other(0x31)), ("f", "3", .other(0x33)),
            ("f", "6", .other(0x36)), ("f", "V", .other(0x56)), ("f", "!", .other(0x21)),
        ] as [(String, Unicode.Scalar, ArchiveEntry.Kind)])
    func kinds(name: String, type: Unicode.Scalar, kind: ArchiveEntry.Kind) throws {
        let entries = try Self.entries(RawHeader(name: Array(name.utf8), type: UInt8(ascii: type)).bytes)

        #expect(entries == [ArchiveEntry(path: "f", kind: kind)])
    }

    @Test("skips the content of what is no file, and tells that it did")
    func skipped() throws {
        let content = [UInt8](repeating: 3, count: 700)
        let bytes = RawHeader.with(content, type: "V") + RawHeader.with([4], type: "0") + RawHeader.end

        #expect(try [ArchivedThing](reading: bytes) == [.other("V", "f", size: 700), .file("f", [4])])
    }

    @Test("skips an old GNU sparse file with all blocks of its map")
    func sparse() throws {
        var header = RawHeader(size: Array("00000001000".utf8), type: UInt8(ascii: "S"), magic: Array("ustar  ".utf8))
        header.rest[482] = 1
        var map = [UInt8](repeating: 0xff, count: 512)
        let last = [UInt8](repeating: 0xff, count: 504) + [UInt8](repeating: 0, count: 8)
        map[504] = 1
        let data = [UInt8](repeating: 0xee, count: 512)
        let bytes = header.bytes + map + last + data + RawHeader.with([4], type: "0", name: "next") + RawHeader.end

        #expect(try [ArchivedThing](reading: bytes) == [.other("S", "f", size: 512), .file("next", [4])])
    }

    @Test(
        "reads numbers in octal, with whatever fills the rest of the field",
        arguments: [
            ("", 0), ("00000000017", 15), ("17 \0garbage", 15), ("          7\0", 7), ("\0    17", 15),
            ("777777777777", 0xf_ffff_ffff),
        ] as [(String, Int64)])
    func octal(text: String, value: Int64) throws {
        #expect(
            try Self.entries(RawHeader(modified: Array(text.utf8)).bytes).map(\.modified.seconds) == [value])
    }

    @Test(
        "reads numbers in base 256, which may be negative where a time is meant",
        arguments: [
            ([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2], 258),
            ([0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .max),
            ([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe], -2),
            ([0xff, 0xff, 0xff, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], .min),
        ] as [([UInt8], Int64)])
    func base256(bytes: [UInt8], value: Int64) throws {
        #expect(try Self.entries(RawHeader(modified: bytes).bytes).map(\.modified.seconds) == [value])
    }

    @Test(
        "refuses numbers that are none, are too large, or are sizes below zero",
        arguments: [
            (RawHeader(modified: Array("12x".utf8)), .badNumber(field: "mtime", at: 0)),
            (RawHeader(size: Array("8".utf8)), .badNumber(field: "size", at: 0)),
            (RawHeader(size: Array("-1".utf8)), .badNumber(field: "size", at: 0)),
            (RawHeader(mode: Array("rwx".utf8)), .badNumber(field: "mode", at: 0)),
            (RawHeader(size: [0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0]), .badNumber(field: "size", at: 0)),
            (RawHeader(size: [0xbf] + [UInt8](repeating: 0xff, count: 11)), .badNumber(field: "size", at: 0)),
            (RawHeader(size: [UInt8](repeating: 0xff, count: 12)), .negativeSize(at: 0)),
            (RawHeader(size: [UInt8](repeating: 0xff, count: 12), type: UInt8(ascii: "x")), .negativeSize(at: 0)),
        ] as [(RawHeader, ArchiveError)])
    func badNumbers(header: RawHeader, error: ArchiveError) {
        #expect(throws: error) { try Self.entries(header.bytes) }
    }

    @Test("refuses content of what can have none, since readers disagree on what follows", arguments: Array("123456"))
    func unexpectedContent(type: Character) throws {
        let byte = try #require(type.asciiValue)
        let header = RawHeader(size: Array("00000001000".utf8), type: byte)

        #expect(throws: ArchiveError.unexpectedContent(512, type: byte, at: 0)) { try Self.entries(header.bytes) }
    }

    @Test("verifies checksums, of unsigned bytes or, as old programs wrote them, of signed ones")
    func checksums() throws {
        let good = RawHeader().bytes
        #expect(throws: ArchiveError.notAnArchive) { try Self.entries(RawHeader(checksumError: 1).bytes) }
        #expect(throws: ArchiveError.wrongChecksum(at: 512)) {
            try Self.entries(good, RawHeader(checksumError: -1).bytes)
        }
        let signed = RawHeader(name: [0xe9, 0xff], isSigned: true).bytes
        #expect(try Self.entries(signed).map(\.path.bytes) == [[0xe9, 0xff]])
    }

    @Test("ends at two blocks of zeros and ignores what follows them")
    func end() throws {
        let garbage = [UInt8](repeating: 0x55, count: 9000)
        #expect(try [ArchivedThing](reading: RawHeader.end + garbage, inPiecesOf: 700).isEmpty)

        var reader = ArchiveReader()
        reader.append(RawHeader.end)
        #expect(try reader.next() == .end)
        #expect(try reader.next() == nil)
        reader.append(garbage)
        #expect(try reader.next() == nil)
        #expect(reader.pending == 0)
    }

    @Test("takes a single block of zeros for the end only when nothing follows")
    func loneZeroBlock() throws {
        let zeros = RawHeader.end.dropLast(512)
        #expect(try [ArchivedThing](reading: RawHeader().bytes + zeros).count == 1)
        #expect(throws: ArchiveError.loneZeroBlock(at: 512)) {
            try [ArchivedThing](reading: RawHeader().bytes + zeros + RawHeader().bytes)
        }
    }

    @Test("tells where an archive has been cut off, wherever that is")
    func truncated() throws {
        let content = [UInt8](repeating: 1, count: 600)
        let bytes = RawHeader.pax("path=p") + RawHeader.with(content, type: "0") + RawHeader.end
        // The end mark begins where 2560 bytes are over, and a single block of it is enough.
        for count in 0..<bytes.count - 512 {
            let missing = 1536..<2136 ~= count ? Int64(2136 - count) : 0
            #expect(throws: ArchiveError.truncated(at: Int64(count), missing: missing), "\(count) bytes") {
                try [ArchivedThing](reading: Array(bytes.prefix(count)))
            }
        }
    }

    @Test("gives the same parts, whatever pieces the archive comes in", arguments: [1, 2, 7, 511, 512, 513, 4096])
    func pieces(size: Int) throws {
        let things = ArchivedThing.everything.filter { $0.content.count < 1000 }

        #expect(try [ArchivedThing](reading: things.archived(), inPiecesOf: size) == things)
    }

    @Test("shares the memory of what was appended, and goes on when more comes before all is taken")
    func appending() throws {
        let bytes = try [ArchivedThing.file("f", [UInt8](repeating: 9, count: 3000))].archived()
        var reader = ArchiveReader()
        for start in stride(from: 0, to: bytes.count, by: 512) { reader.append(bytes[start..<start + 512]) }
        #expect(reader.pending == bytes.count)

        guard case .entry = try reader.next(), case .content(let content) = try reader.next() else {
            Issue.record("no content")
            return
        }
        #expect(content.count == 3000)
        #expect(try reader.next() == .endOfEntry)
        #expect(try reader.next() == .end)
    }

    @Test("gives the same error again once it has given one")
    func failed() {
        var reader = ArchiveReader()
        reader.append([UInt8](repeating: 1, count: 2000))

        #expect(throws: ArchiveError.notAnArchive) { try reader.next() }
        #expect(throws: ArchiveError.notAnArchive) { try reader.next() }
        #expect(throws: ArchiveError.notAnArchive) { try reader.finish() }
    }

    @Test("says what is wrong in a sentence, with no byte of the archive that could steer a terminal")
    func sentences() {
        #expect(
            ArchiveError.unexpectedContent(5, type: 0x1b, at: 512).description
                == "the header at byte 512 has a size of 5, which type `\u{fffd}` cannot have")
        #expect(
            ArchiveError.truncated(at: 7, missing: 0).description == "the archive ends at byte 7 without its end mark")
        #expect(ArchivePath([0x61, 0x1b, 0x5b, 0xff, 0x0a]).description == "a\u{fffd}[\u{fffd}\u{fffd}")
    }
}
