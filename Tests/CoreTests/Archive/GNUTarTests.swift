import Core
import Testing

@Suite("Archives and GNU tar", .enabled(if: ArchiveTools.tar != nil, "tar is not there"))
struct GNUTarTests {
    private let place: PrivatePlace

    init() throws { place = try PrivatePlace() }

    /// What every format has room for; the rest is added by ``longNames``.
    private static let tree = """
        umask 022; cd "$1"; mkdir d d/closed; chmod 700 d/closed; : > d/empty; printf 'hello' > d/small
        head -c 70000 /dev/zero | tr '\\0' x > d/large; chmod 4711 d/small; ln -s ../x d/link
        : > "$(printf 'd/latin1 \\351')"; ln d/small d/twin; mkfifo d/fifo
        """

    private static let longNames = """
        p=$(printf %0100d 0); cd "$1"; mkdir d/$p; : > d/$p/$p; ln -s $p$p d/longlink; : > 'd/한글'
        """

    private static let dates = """
        find "$1" -depth -exec touch -h -d '2023-11-14 22:13:20.25' {} +
        """

    /// What `tree` is, in the order of the paths.
    private static func things(fraction: UInt32) -> [ArchivedThing] {
        var things: [ArchivedThing] = [
            .directory("d"), .directory("d/closed", mode: 0o700), .file("d/empty", []), .other("6", "d/fifo"),
            .file("d/large", [UInt8](repeating: UInt8(ascii: "x"), count: 70000)),
            .file(ArchivePath(Array("d/latin1 ".utf8) + [0xe9]), []), .link("d/link", to: "../x"),
            .file("d/small", Array("hello".utf8), mode: 0o4711), .other("1", "d/twin"),
        ]
        things[8].entry.mode = 0o4711
        return dated(things, fraction)
    }

    private static func longThings(fraction: UInt32) -> [ArchivedThing] {
        let name = String(repeating: "0", count: 100)
        return dated(
            [
                .directory(ArchivePath("d/\(name)")), .file(ArchivePath("d/\(name)/\(name)"), []),
                .link("d/longlink", to: ArchivePath(name + name)), .file("d/한글", []),
            ], fraction)
    }

    private static func dated(_ things: [ArchivedThing], _ fraction: UInt32) -> [ArchivedThing] {
        things.map {
            var thing = $0
            thing.entry.modified = ArchiveTime(seconds: 1_700_000_000, nanoseconds: fraction)
            return thing
        }
    }

    @Test("its archives in every format are read as what they are", arguments: ["v7", "ustar", "gnu", "pax"])
    func read(format: String) async throws {
        let fraction: UInt32 = format == "pax" ? 250_000_000 : 0
        var expected = Self.things(fraction: fraction)
        _ = try await ArchiveTools.shell(Self.tree, place.path)
        if format == "gnu" || format == "pax" {
            _ = try await ArchiveTools.shell(Self.longNames, place.path)
            expected += Self.longThings(fraction: fraction)
        }
        // The old formats cannot hold a FIFO or a link's long target.
        if format == "v7" {
            _ = try await ArchiveTools.shell("rm \"$1/d/fifo\"", place.path)
            expected.removeAll { $0.entry.kind == .other(0x36) }
        }
        _ = try await ArchiveTools.shell(Self.dates, place.path)
        let bytes = try await ArchiveTools.run(
            ArchiveTools.tar, ["-C", place.path, "--format=\(format)", "--sort=name", "-cf", "-", "d"])

        #expect(try [ArchivedThing](reading: bytes).sortedByPath() == expected.sortedByPath())
        #expect(try [ArchivedThing](reading: bytes, inPiecesOf: 1000).sortedByPath() == expected.sortedByPath())
    }

    @Test(
        "its sparse files are told as such, and what follows them is read",
        arguments: ["gnu", "pax --sparse-version=0.0", "pax --sparse-version=0.1", "pax --sparse-version=1.0"])
    func sparse(format: String) async throws {
        // Four pieces fit into an old header and 21 into every block after it: 30 need two blocks.
        let script = """
            cd "$1"; i=0; while [ $i -lt 30 ]; do
            printf x | dd of=sparse bs=1 seek=$((i * 65536)) conv=notrunc 2>/dev/null; i=$((i + 1)); done
            printf next > z; tar -S --format=\(format) -cf - sparse z
            """
        let things = try await [ArchivedThing](reading: ArchiveTools.shell(script, place.path))

        #expect(things.map(\.entry.path) == ["sparse", "z"])
        #expect(things.map(\.entry.kind) == [.other(UInt8(ascii: "S")), .file])
        #expect(things.last?.content == Array("next".utf8))
    }

    @Test("sizes of 8 GiB and more are read", arguments: ["gnu", "pax"])
    func large(format: String) async throws {
        let script = "cd \"$1\"; truncate -s 9G f; tar --format=\(format) -cf - f 2>/dev/null | head -c 8192"
        let bytes = try await ArchiveTools.shell(script, place.path)
        var reader = ArchiveReader()
        reader.append(bytes)

        guard case .entry(let entry) = try reader.next() else {
            Issue.record("no entry")
            return
        }
        #expect(entry.size == 9 << 30)
    }

    @Test("unpacks ours to what we said")
    func write() async throws {
        // Not every file system keeps times after 2038.
        let things = ArchivedThing.everything.filter { $0.entry.path != "d/2300" }
        let again = try await ArchiveTools.shell(
            "tar -xpf - -C \"$1\"; tar --format=pax --sort=name -C \"$1\" -cf - d", place.path,
            input: things.archived())
        let paths = Set(things.map(\.entry.path))

        // Parents that have no entry are made by tar.
        let found = try [ArchivedThing](reading: again).filter { paths.contains($0.entry.path) }
        #expect(found.sortedByPath() == things.sortedByPath())
    }

    @Test("lists ours with sizes of 8 GiB and more")
    func writeLarge() async throws {
        let path = try await ArchiveTools.largeArchive(in: place)
        let list = try await ArchiveTools.run(ArchiveTools.tar, ["-tvf", path])
        let words = String(decoding: list, as: UTF8.self).split(whereSeparator: \.isWhitespace)

        #expect(words.contains("9663676416") && words.last == "after")
    }
}
