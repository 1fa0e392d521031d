import Core
import Glibc
import Testing

@Suite("Descriptor")
struct DescriptorTests {
    private static func pipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        try checkedLibc("pipe") { Glibc.pipe(&ends) }
        return (ends[0], ends[1])
    }

    @Test("is closed with its owner, and not before")
    func lifetime() throws {
        let place = try PrivatePlace()
        var number: CInt = -1
        do {
            let file = try Descriptor.open(place.file("file"), O_RDWR | O_CREAT)
            number = file.number
            // A number may be taken again at once, so what it stands for is compared.
            #expect(Directory.link("/proc/self/fd/\(number)") == place.file("file"))
            try file.write(Array("x".utf8))
        }
        #expect(Directory.link("/proc/self/fd/\(number)") != place.file("file"))
    }

    @Test("is not inherited by programs that are started")
    func closeOnExec() throws {
        let file = try Descriptor.open("/dev/null", O_RDONLY)
        let (end, output) = try HostProgram(path: "/bin/ls", arguments: ["-l", "/proc/self/fd"]).run()

        #expect(end == .exited(0))
        #expect(fcntl(file.number, F_GETFD) & FD_CLOEXEC != 0)
        // 0, 1, 2 and the directory that ls has open.
        #expect(output.split(separator: "\n").filter { $0.contains(" -> ") }.count == 4)
    }

    @Test("that is given away stays open")
    func release() throws {
        let ends = try Self.pipe()
        let writing = Descriptor(owning: ends.writing)
        let number = writing.release()
        try writeAll([1, 2], to: number)
        close(number)
        let reading = Descriptor(owning: ends.reading)

        #expect(try reading.read(upTo: 10) == [1, 2])
        #expect(try reading.read(upTo: 10).isEmpty)
    }

    @Test("writing to a reader that is gone is EPIPE, not the end of the process")
    func brokenPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        let ends = try Self.pipe()
        close(ends.reading)
        let writing = Descriptor(owning: ends.writing)

        #expect(throws: SystemCallError(call: "write", code: EPIPE)) { try writeAll([1], to: writing.number) }
    }
}
