import Core
import FoundationEssentials
import Glibc
import Testing

@testable import Agent

@Suite("SafeRemoval")
struct SafeRemovalTests {
    @Test("links are removed and not followed")
    func links() throws {
        let directory = try TemporaryDirectory()
        try directory.write("precious", to: "outside/file")
        try directory.write("", to: "tree/file")
        #expect(symlink("../outside", "\(directory.path)/tree/link") == 0)
        #expect(symlink("\(directory.path)/outside/file", "\(directory.path)/tree/file-link") == 0)
        #expect(symlink("nowhere", "\(directory.path)/tree/broken") == 0)
        try SafeRemoval.remove("\(directory.path)/tree")
        #expect(!directory.exists("tree"))
        #expect(directory.exists("outside/file"))
    }

    @Test("a link in the place of the tree is removed itself")
    func topLink() throws {
        let directory = try TemporaryDirectory()
        try directory.write("precious", to: "outside/file")
        #expect(symlink("outside", "\(directory.path)/tree") == 0)
        try SafeRemoval.remove("\(directory.path)/tree")
        #expect(!directory.exists("tree"))
        #expect(directory.exists("outside/file"))
    }

    @Test("a FIFO, a socket's name and a file without permissions hold nothing up")
    func special() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "tree/a/closed")
        #expect(chmod("\(directory.path)/tree/a/closed", 0) == 0)
        #expect(mkfifo("\(directory.path)/tree/fifo", 0o600) == 0)
        let socket = try RunnerSocket.listen(at: "\(directory.path)/tree/s")
        try SafeRemoval.remove("\(directory.path)/tree")
        #expect(!directory.exists("tree"))
        _ = socket.number
    }

    @Test("names need not be text")
    func names() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "tree/file")
        for name: [CChar] in [[-1, -2, 0], [10, 0], [32, 0]] {
            let path = Array("\(directory.path)/tree/".utf8CString.dropLast()) + name
            let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
            #expect(descriptor >= 0)
            close(descriptor)
        }
        try SafeRemoval.remove("\(directory.path)/tree")
        #expect(!directory.exists("tree"))
    }

    @Test("a tree may be deeper than there are descriptors, and its path longer than a path may be")
    func depth() throws {
        let directory = try TemporaryDirectory()
        let top = "\(directory.path)/tree"
        #expect(mkdir(top, 0o700) == 0)
        var current = open(top, O_RDONLY | O_DIRECTORY)
        for _ in 0..<3000 {
            #expect(mkdirat(current, "deeper", 0o700) == 0)
            let next = openat(current, "deeper", O_RDONLY | O_DIRECTORY)
            close(current)
            current = next
        }
        close(current)
        try SafeRemoval.remove(top)
        #expect(!directory.exists("tree"))
    }

    @Test("many files in one directory are removed in one go")
    func many() throws {
        let directory = try TemporaryDirectory()
        let top = "\(directory.path)/tree"
        #expect(mkdir(top, 0o700) == 0)
        for index in 0..<5000 { close(open("\(top)/f\(index)", O_CREAT | O_WRONLY, 0o600)) }
        try SafeRemoval.remove(top)
        #expect(!directory.exists("tree"))
    }

    @Test("what does not exist is a success")
    func absent() throws {
        try SafeRemoval.remove("/tmp/backend.ai-there-is-no-such-thing")
    }

    @Test("another file system below is left alone and named", .enabled(if: geteuid() == 0, "needs root"))
    func mounts() throws {
        let directory = try TemporaryDirectory()
        let inner = "\(directory.path)/tree/inner"
        try directory.write("", to: "tree/inner/file")
        try MountPoint.mount("tmpfs", on: inner, type: "tmpfs", options: "size=64k")
        defer { try? MountPoint.unmount(inner) }
        #expect(mkdir("\(inner)/kept", 0o700) == 0)
        let error = #expect(throws: SystemCallError.self) { try SafeRemoval.remove("\(directory.path)/tree") }
        #expect(error?.code == EXDEV)
        #expect(access("\(inner)/kept", F_OK) == 0)
    }
}
