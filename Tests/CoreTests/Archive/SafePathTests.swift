import Core
import Testing

@Suite("Safe path")
struct SafePathTests {
    @Test(
        "is relative, without leading `./` and without a slash at its end",
        arguments: [
            ("a", ["a"]), ("a/b", ["a", "b"]), ("./a", ["a"]), ("././a/", ["a"]), ("a/b/", ["a", "b"]), (".", []),
            ("./", []), ("..a", ["..a"]), ("...", ["..."]), (".a/b.", [".a", "b."]), ("a b\n", ["a b\n"]),
            ("한글/é", ["한글", "é"]),
        ] as [(String, [ArchivePath])])
    func accepted(text: String, components: [ArchivePath]) throws {
        let path = try SafePath(ArchivePath(text))

        #expect(path.components == components)
        #expect(path.isBase == components.isEmpty)
        #expect(try SafePath(path.path) == path)
    }

    @Test(
        "is refused when it could lead elsewhere, or names nothing",
        arguments: [
            ("", .empty), ("a\0b", .hasNUL), ("\0", .hasNUL), ("/", .absolute), ("/etc/passwd", .absolute),
            ("//a", .absolute), ("..", .parentComponent), ("../a", .parentComponent), ("a/..", .parentComponent),
            ("a/../b", .parentComponent), ("./../a", .parentComponent), ("a/../", .parentComponent),
            ("a//b", .emptyComponent), ("a//", .emptyComponent), (".//a", .emptyComponent), (".//", .emptyComponent),
            ("a/./b", .dotComponent), ("a/.", .dotComponent),
        ] as [(String, UnsafePath.Reason)])
    func refused(text: String, reason: UnsafePath.Reason) {
        let error = #expect(throws: UnsafePath.self) { try SafePath(ArchivePath(text)) }
        #expect(error?.reason == reason)
        #expect(error?.path == ArchivePath(text))
    }

    @Test(
        "may be absolute below a base that is given",
        arguments: [
            ("/home/work/x", ["x"]), ("/home/work/a/b/", ["a", "b"]), ("/home/work", []), ("/home/work/", []),
            ("/home/work/./x", ["x"]), ("home/work/x", ["home", "work", "x"]), ("x", ["x"]),
        ] as [(String, [ArchivePath])], ["/home/work", "/home/work/"] as [ArchivePath])
    func below(row: (String, [ArchivePath]), base: ArchivePath) throws {
        #expect(try SafePath(ArchivePath(row.0), below: base).components == row.1)
    }

    @Test(
        "is refused when it is absolute elsewhere",
        arguments: [
            ("/home/workspace", .outside("/home/work")), ("/home", .outside("/home/work")),
            ("/", .outside("/home/work")), ("//home/work/x", .outside("/home/work")),
            ("/home/../home/work/x", .outside("/home/work")), ("/home/work/../x", .parentComponent),
            ("/home/work//x", .emptyComponent), ("/home/work//", .emptyComponent),
        ] as [(String, UnsafePath.Reason)])
    func outside(text: String, reason: UnsafePath.Reason) {
        let error = #expect(throws: UnsafePath.self) { try SafePath(ArchivePath(text), below: "/home/work") }
        #expect(error?.reason == reason)
    }

    @Test("has components of at most 255 bytes, and 4096 in all, and keeps bytes that are not UTF-8")
    func lengths() throws {
        let name = String(repeating: "n", count: 255)
        let long = String(repeating: name + "/", count: 16)
        #expect(try SafePath(ArchivePath(long)).components.count == 16)
        #expect(throws: UnsafePath.self) { try SafePath(ArchivePath(long + "n")) }
        let error = #expect(throws: UnsafePath.self) { try SafePath(ArchivePath("a/" + name + "n")) }
        #expect(error?.reason == .componentTooLong)
        #expect(try SafePath(ArchivePath([0x61, 0x2f, 0xff])).components == ["a", ArchivePath([0xff])])
    }

    @Test("is refused in a sentence that names it")
    func sentence() {
        let error = #expect(throws: UnsafePath.self) { try SafePath("../x\n") }
        #expect(error?.description == "the path `../x\u{fffd}` has `..` as a component")
    }
}
