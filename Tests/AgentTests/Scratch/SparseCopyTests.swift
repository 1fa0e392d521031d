import FoundationEssentials
import Glibc
import Testing

@testable import Agent

@Suite("SparseCopy")
struct SparseCopyTests {
    @Test("data, holes and length are kept")
    func copy() throws {
        let directory = try TemporaryDirectory()
        let (source, target) = ("\(directory.path)/a", "\(directory.path)/b")
        let descriptor = open(source, O_RDWR | O_CREAT, 0o600)
        for (offset, text) in [(1 << 20, "middle"), (40 << 20, "far")] {
            #expect(pwrite(descriptor, text, text.utf8.count, offset) == text.utf8.count)
        }
        #expect(ftruncate(descriptor, 64 << 20) == 0)
        close(descriptor)
        try SparseCopy.copy(source, to: target)
        #expect(try Data(contentsOf: URL(filePath: source)) == Data(contentsOf: URL(filePath: target)))
        var status = stat()
        #expect(stat(target, &status) == 0)
        #expect(status.st_size == 64 << 20)
        #expect(status.st_blocks * 512 < 1 << 20)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test("a file of nothing but a hole, and an empty one, are copied", arguments: [0, 8192])
    func empty(length: Int) throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "a")
        #expect(truncate("\(directory.path)/a", length) == 0)
        try SparseCopy.copy("\(directory.path)/a", to: "\(directory.path)/b")
        #expect(try Data(contentsOf: URL(filePath: "\(directory.path)/b")).count == length)
    }
}
