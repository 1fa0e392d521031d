import Core
import Glibc
import Testing

@Suite("Private file")
struct PrivateFileTests {
    @Test("is written for its owner alone, replaced at once, and leaves nothing else behind")
    func writing() throws {
        let place = try PrivatePlace()
        let path = try place.write("old and longer", to: "file", mode: 0o644)
        try PrivateFile.write("new\n", to: path)

        #expect(try PrivateFile.read(path) == "new\n")
        #expect(place.mode(of: "file") == 0o600)
        #expect(Directory.entries(place.path) == ["file"])
    }

    @Test("that is absent is nothing")
    func absent() throws {
        #expect(try PrivateFile.read(try PrivatePlace().file("file")) == nil)
    }

    @Test(
        "is not trusted when others may read or write it",
        arguments: [0o640, 0o604, 0o660, 0o602, 0o644, 0o610] as [mode_t])
    func modes(mode: mode_t) throws {
        let place = try PrivatePlace()
        let path = try place.write("secret", to: "file", mode: mode)

        #expect(throws: SystemCallError(call: "trust", code: EPERM, path: path)) { try PrivateFile.read(path) }
    }

    @Test("is trusted when only its owner has any right to it", arguments: [0o600, 0o400, 0o700] as [mode_t])
    func trusted(mode: mode_t) throws {
        let place = try PrivatePlace()
        let path = try place.write("secret", to: "file", mode: mode)

        #expect(try PrivateFile.read(path) == "secret")
    }

    @Test("is not trusted when someone else owns it", .enabled(if: geteuid() == 0, "needs root, to give a file away"))
    func stranger() throws {
        let place = try PrivatePlace()
        let path = try place.write("secret", to: "file")
        chown(path, 12345, 12345)

        #expect(throws: SystemCallError(call: "trust", code: EPERM, path: path)) { try PrivateFile.read(path) }
    }

    @Test("is not looked for behind a symbolic link, and not written through one")
    func link() throws {
        let place = try PrivatePlace()
        let target = try place.write("precious", to: "target")
        symlink(target, place.file("file"))

        #expect(throws: SystemCallError(call: "open", code: ELOOP, path: place.file("file"))) {
            try PrivateFile.read(place.file("file"))
        }
        try PrivateFile.write("mine", to: place.file("file"))
        #expect(try PrivateFile.read(target) == "precious")
        #expect(try PrivateFile.read(place.file("file")) == "mine")
    }

    @Test("names its path when it cannot be written")
    func impossible() {
        let error = #expect(throws: SystemCallError.self) { try PrivateFile.write("x", to: "/nowhere/file") }

        #expect(error?.code == ENOENT)
        #expect(error?.path?.hasPrefix("/nowhere/file") == true)
    }
}
