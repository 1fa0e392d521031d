import Core
import Glibc
import Testing

@Suite("Cancellable reader")
struct CancellableReaderTests {
    private static func pipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        try checkedLibc("pipe") { Glibc.pipe(&ends) }
        return (ends[0], ends[1])
    }

    @Test("gives what there is, at most what is asked for, and nothing at the end of the file")
    func reading() async throws {
        let ends = try Self.pipe()
        defer { close(ends.reading) }
        let reader = try CancellableReader(ends.reading)
        try writeAll([1, 2, 3], to: ends.writing)

        #expect(try await reader.read(upTo: 2) == [1, 2])
        #expect(try await reader.read(upTo: 2) == [3])
        close(ends.writing)
        #expect(try await reader.read(upTo: 2).isEmpty)
    }

    @Test("lets go at once when its task is cancelled, while nobody writes")
    func cancellation() async throws {
        let ends = try Self.pipe()
        defer {
            close(ends.reading)
            close(ends.writing)
        }
        let reader = try CancellableReader(ends.reading)
        let task = Task { try await reader.read() }
        await Task.yield()
        task.cancel()

        #expect(try await task.value.isEmpty)
    }

    @Test("a task that is cancelled already reads nothing, and loses nothing")
    func cancelledBefore() async throws {
        let ends = try Self.pipe()
        defer {
            close(ends.reading)
            close(ends.writing)
        }
        let reader = try CancellableReader(ends.reading)
        try writeAll([1], to: ends.writing)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await reader.read()
        }

        #expect(try await task.value.isEmpty)
        #expect(try await reader.read() == [1])
    }

    @Test("an unreadable descriptor is an error")
    func unreadable() async throws {
        let file = try Descriptor.open("/", O_RDONLY)
        let reader = try CancellableReader(file.number)

        await #expect(throws: SystemCallError(call: "read", code: EISDIR)) { try await reader.read() }
    }
}
