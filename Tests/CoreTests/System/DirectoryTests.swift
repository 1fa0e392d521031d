import Core
import Glibc
import Testing

@Suite("Directories and files")
struct DirectoryTests {
    @Test("a directory is made with all that is missing above it, closed to others; one that exists will do")
    func create() throws {
        let place = try PrivatePlace()
        try Directory.create(place.file("a/b/c"))
        try Directory.create(place.file("a/b/c"))

        #expect(place.mode(of: "a") == 0o700)
        #expect(place.mode(of: "a/b/c") == 0o700)
        #expect(Directory.entries(place.file("a/b")) == ["c"])
    }

    @Test("a file in the way is an error with its path")
    func obstacle() throws {
        let place = try PrivatePlace()
        try place.write("", to: "file")

        #expect(throws: SystemCallError(call: "mkdir", code: ENOTDIR, path: place.file("file/below"))) {
            try Directory.create(place.file("file/below"))
        }
    }

    @Test("what cannot be read has no entries and is no link")
    func absent() throws {
        let place = try PrivatePlace()

        #expect(Directory.entries("/nowhere").isEmpty)
        #expect(Directory.link(place.path) == nil)
        symlink("target", place.file("link"))
        #expect(Directory.link(place.file("link")) == "target")
    }

    @Test("a file is read whole, however long, and an absent one is an error with its path")
    func text() throws {
        let place = try PrivatePlace()
        let long = String(repeating: "0123456789", count: 20_000)

        #expect(try FileText.read(try place.write(long, to: "file")) == long)
        #expect(throws: SystemCallError(call: "open", code: ENOENT, path: "/nowhere")) { try FileText.read("/nowhere") }
    }

    @Test("an error says which call failed, on what, and why")
    func sentences() {
        let error = SystemCallError(call: "open", code: ENOSPC, path: "/var/lib/x")

        #expect("\(error)" == "cannot open `/var/lib/x`: No space left on device")
        #expect("\(SystemCallError(call: "fork", code: EAGAIN))" == "fork failed: Resource temporarily unavailable")
    }
}
