import Core
import Testing

@Suite("Archives and Python's tarfile", .enabled(if: ArchiveTools.python != nil, "/usr/bin/python3 is not there"))
struct TarfileTests {
    /// Reads an archive and writes all of it again in the format of its argument.
    private static let copy = """
        import sys, tarfile
        names = dict(encoding='utf-8', errors='surrogateescape')
        source = tarfile.open(fileobj=sys.stdin.buffer, mode='r|', **names)
        format = getattr(tarfile, sys.argv[1])
        with tarfile.open(fileobj=sys.stdout.buffer, mode='w|', format=format, **names) as target:
            for member in source:
                member.pax_headers = {}
                target.addfile(member, source.extractfile(member) if member.isreg() else None)
        """

    private static let sizes = """
        import sys, tarfile
        print(*[member.size for member in tarfile.open(sys.argv[1])])
        """

    @Test("ours are read by it, and what it makes of them by us", arguments: ["PAX_FORMAT", "GNU_FORMAT"])
    func copied(format: String) async throws {
        // GNU's format has whole seconds only, and Python rounds those before 1970 otherwise than we.
        let things =
            format == "PAX_FORMAT"
            ? ArchivedThing.everything
            : ArchivedThing.everything.filter { $0.entry.modified.seconds >= 0 }.map(\.inWholeSeconds)
        let copy = try await ArchiveTools.run(
            ArchiveTools.python, ["-c", Self.copy, format], input: things.archived(by: ArchiveWriter(owner: 1000)))

        #expect(try [ArchivedThing](reading: copy) == things)
    }

    @Test("it reads sizes of 8 GiB and more from ours, and what follows them")
    func large() async throws {
        let place = try PrivatePlace()
        let path = try await ArchiveTools.largeArchive(in: place)
        let sizes = try await ArchiveTools.run(ArchiveTools.python, ["-c", Self.sizes, path])

        #expect(String(decoding: sizes, as: UTF8.self) == "9663676416 5\n")
    }
}
