import Core
import TestSupport
import Testing

@Suite("Archive writer")
struct ArchiveWriterTests {
    @Test("what is written is read again as it was")
    func roundTrip() throws {
        let bytes = try ArchivedThing.everything.archived()

        #expect(bytes.count % 512 == 0)
        #expect(try [ArchivedThing](reading: bytes) == ArchivedThing.everything)
    }

    @Test("random entries survive the way there and back")
    func randomRoundTrip() throws {
        var random = SeededGenerator(seed: 11)
        for round in 0..<500 {
            let things = (0..<4).map { _ in Self.thing(using: &random) }
            #expect(try [ArchivedThing](reading: things.archived()) == things, "round \(round)")
        }
    }

    private static func thing(using random: inout SeededGenerator) -> ArchivedThing {
        // Slashes are frequent enough to make a prefix possible, or just not.
        let letters = Array("abc/".utf8) + [0xc3, 0xa9, 0x0a, 0x20]
        let used = letters.prefix(Bool.random(using: &random) ? 4 : 8)
        func name() -> ArchivePath {
            var bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                used.randomElement(using: &random) ?? 0x61
            }
            bytes[bytes.count - 1] = 0x62
            return ArchivePath(bytes)
        }
        let seconds = Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...63, using: &random)
        let nanoseconds = Bool.random(using: &random) ? 0 : UInt32.random(in: 0...999_999_999, using: &random)
        let content = (0..<Int.random(in: 0...1200, using: &random)).map { UInt8(truncatingIfNeeded: $0) }
        var thing =
            switch Int.random(in: 0...2, using: &random) {
            case 0: ArchivedThing.file(name(), content)
            case 1: ArchivedThing.directory(name())
            default: ArchivedThing.link(name(), to: name())
            }
        thing.entry.mode = .random(in: 0...0o7777, using: &random)
        thing.entry.modified = ArchiveTime(seconds: seconds, nanoseconds: nanoseconds)
        return thing
    }

    @Test("writes a plain header, without an extended one, for all that ustar has room for")
    func plain() throws {
        let name = String(repeating: "p", count: 155) + "/" + String(repeating: "n", count: 100)
        let entries = [
            ArchiveEntry(path: "a", size: 0o77_777_777_777, modified: ArchiveTime(seconds: 0o77_777_777_777)),
            ArchiveEntry(path: ArchivePath(name)),
            ArchiveEntry(path: "l", kind: .symbolicLink(target: ArchivePath(String(repeating: "t", count: 100)))),
        ]
        for entry in entries { #expect(try ArchiveWriter().header(entry).count == 512, "\(entry)") }
    }

    @Test("adds an extended header for all that ustar has no room for")
    func extended() throws {
        let entries = [
            ArchiveEntry(path: "a", size: 0o100_000_000_000),
            ArchiveEntry(path: "a", modified: ArchiveTime(seconds: 0o100_000_000_000)),
            ArchiveEntry(path: "a", modified: ArchiveTime(seconds: -1)),
            ArchiveEntry(path: "a", modified: ArchiveTime(seconds: 1, nanoseconds: 1)),
            ArchiveEntry(path: "é"), ArchiveEntry(path: ArchivePath([0xff])),
            ArchiveEntry(path: ArchivePath(String(repeating: "n", count: 101))),
            ArchiveEntry(path: ArchivePath(String(repeating: "n", count: 99) + "/b/"), kind: .directory),
            ArchiveEntry(path: "l", kind: .symbolicLink(target: ArchivePath(String(repeating: "t", count: 101)))),
        ]
        for entry in entries.dropLast(2) { #expect(try ArchiveWriter().header(entry).count == 1536, "\(entry)") }
        // A slash in the right place makes a prefix, also of a directory's path that ends in one.
        let split = try ArchiveWriter().header(entries[7])
        #expect(split.count == 512 && split.starts(with: "b/\0".utf8))
        #expect(try ArchiveWriter().header(entries[8]).count == 1536)
    }

    @Test("says that names are bytes where they are not UTF-8, and else leaves that out")
    func charset() throws {
        let told = Array("21 hdrcharset=BINARY\n11 path=a".utf8) + [0xff, 0x0a]
        let bytes = try ArchiveWriter().header(ArchiveEntry(path: ArchivePath([0x61, 0xff])))
        #expect(bytes.dropFirst(512).starts(with: told))
        let text = try ArchiveWriter().header(ArchiveEntry(path: "aé"))
        #expect(text.dropFirst(512).starts(with: "12 path=aé\n".utf8))
    }

    @Test("gives every entry the owner and group that it was made with, and no names")
    func owner() throws {
        let header = try ArchiveWriter(owner: 1000, group: 100).header(ArchiveEntry(path: "a"))
        #expect(header[108..<124].elementsEqual("0001750\u{0}0000144\u{0}".utf8))
        #expect(header[265..<329].allSatisfy { $0 == 0 })
        // Larger numbers than seven octal digits go into a record.
        #expect(try ArchiveWriter(owner: .max, group: 0).header(ArchiveEntry(path: "a")).count == 1536)
    }

    @Test("pads contents to whole blocks", arguments: [(0, 0), (1, 511), (511, 1), (512, 0), (513, 511), (.max, 1)])
    func padding(size: Int64, count: Int) {
        #expect(ArchiveWriter.padding(after: size) == [UInt8](repeating: 0, count: count))
    }

    @Test(
        "refuses what cannot be written, or could not be read again",
        arguments: [
            (ArchiveEntry(path: ""), .badPath), (ArchiveEntry(path: "", kind: .directory), .badPath),
            (ArchiveEntry(path: "a\0"), .badPath), (ArchiveEntry(path: "a/"), .fileLikeDirectory),
            (ArchiveEntry(path: "a", size: -1), .badSize),
            (ArchiveEntry(path: "a", kind: .directory, size: 1), .badSize),
            (ArchiveEntry(path: "a", kind: .symbolicLink(target: "")), .badTarget),
            (ArchiveEntry(path: "a", kind: .symbolicLink(target: "\0")), .badTarget),
            (ArchiveEntry(path: "a", kind: .symbolicLink(target: "b"), size: 1), .badSize),
            (ArchiveEntry(path: "a", kind: .other(0x36)), .otherKind),
            (ArchiveEntry(path: ArchivePath(String(repeating: "a", count: 65536))), .tooLong),
        ] as [(ArchiveEntry, UnwritableEntry.Reason)])
    func refused(entry: ArchiveEntry, reason: UnwritableEntry.Reason) throws {
        let error = #expect(throws: UnwritableEntry.self) { try ArchiveWriter().header(entry) }
        #expect(error?.reason == reason)
    }

    @Test("says what it refuses in a sentence")
    func sentence() {
        let error = #expect(throws: UnwritableEntry.self) { try ArchiveWriter().header(ArchiveEntry(path: "a/")) }
        #expect(error?.description == "cannot put `a/` into an archive: a file's path must not end in a slash")
    }
}
