import Core
import Glibc
import Testing

@testable import KernelRunner

@Suite("Channels", .enabled(if: RunnerProcess.hasPython, "python3 is not there"))
struct ChannelTests {
    /// What a channel gave until its end.
    private struct Transcript {
        var output: [UInt8] = []
        var error = ""
        var exitCode: Int?
        var refusal: String?

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    private func open(_ order: ChannelOrder, on runner: RunnerProcess) throws -> RunnerClient {
        let client = try runner.connect()
        try client.send(.open(order))
        return client
    }

    private func follow(_ client: RunnerClient, until done: (Transcript) -> Bool = { _ in false }) throws -> Transcript
    {
        var transcript = Transcript()
        while !done(transcript) {
            let frame = try client.next()
            switch frame.kind {
            case .standardOutput: transcript.output += frame.payload
            case .standardError: transcript.error += String(decoding: frame.payload, as: UTF8.self)
            default:
                switch try frame.decodeControl(as: RunnerEvent.self) {
                case .closed(let exitCode):
                    transcript.exitCode = exitCode
                    return transcript
                case .refused(_, let message):
                    transcript.refusal = message
                    return transcript
                default: continue
                }
            }
        }
        return transcript
    }

    private func upload(_ archive: [UInt8], on runner: RunnerProcess) throws -> Transcript {
        let client = try open(.files(.upload(directory: "up")), on: runner)
        try client.send(.standardInput, archive)
        try client.send(.endInput)
        return try follow(client)
    }

    private func archive(_ entries: [(ArchiveEntry, String)]) throws -> [UInt8] {
        let writer = ArchiveWriter()
        var bytes: [UInt8] = []
        for (entry, content) in entries {
            bytes += try writer.header(entry) + content.utf8 + ArchiveWriter.padding(after: entry.size)
        }
        return bytes + ArchiveWriter.end
    }

    private func file(_ path: ArchivePath, _ content: String) -> (ArchiveEntry, String) {
        (ArchiveEntry(path: path, size: Int64(content.utf8.count)), content)
    }

    private func shell(_ command: String, _ runner: RunnerProcess) {
        _ = try? CapturedCommand.run(["/bin/sh", "-c", "cd \(runner.directory) && \(command)"])
    }

    private func removed(_ runner: RunnerProcess) { shell("rm -rf up d *.txt link fifo source driver .logs", runner) }

    @Test("an upload makes files and the directories they are in, and a download gives them back")
    func roundTrip() throws {
        let runner = try RunnerProcess()
        defer { removed(runner) }
        let content = String(repeating: "0123456789abcdef", count: 100_000)
        let up = try upload(try archive([file("a/b/c.txt", content), file("é.txt", "x")]), on: runner)
        #expect(up.exitCode == 0, "\(up.error)")

        let client = try open(.files(.download(paths: ["up/a", "up/é.txt"])), on: runner)
        var reader = ArchiveReader()
        reader.append(try follow(client).output)
        var names: [String] = []
        var size = 0
        while let part = try reader.next() {
            if case .entry(let entry) = part { names.append(entry.path.description) }
            if case .content(let bytes) = part { size += bytes.count }
        }
        #expect(names == ["a", "a/b", "a/b/c.txt", "é.txt"])
        #expect(size == content.utf8.count + 1)
    }

    @Test(
        "an upload that leads out of the home directory is refused, and nothing is written",
        arguments: ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "a//b"])
    func paths(path: String) throws {
        let runner = try RunnerProcess()
        defer { removed(runner) }
        let up = try upload(try archive([file(ArchivePath(path), "x")]), on: runner)
        #expect(up.exitCode == 1)
        #expect(up.error.contains("`\(path)`"))
        #expect(access("\(runner.directory)/evil.txt", F_OK) != 0)
    }

    @Test("an upload follows no link, neither one that is there nor one that it brings")
    func links() throws {
        let runner = try RunnerProcess()
        defer { removed(runner) }
        shell("mkdir -p up d && ln -s ../d up/there", runner)
        let through = try upload(try archive([file("there/x.txt", "x")]), on: runner)
        #expect(through.exitCode == 1)
        #expect(through.error.contains("links are not followed"))
        let link = ArchiveEntry(path: "brought", kind: .symbolicLink(target: "../d"))
        let brought = try upload(try archive([(link, ""), file("brought/x.txt", "x")]), on: runner)
        #expect(brought.exitCode == 1)
        #expect(access("\(runner.directory)/d/x.txt", F_OK) != 0)
        // A file takes the place of a link, not of what it points to.
        shell("echo kept > kept.txt && ln -s ../kept.txt up/y.txt", runner)
        #expect(try upload(try archive([file("y.txt", "new")]), on: runner).exitCode == 0)
        let kept = try follow(try open(.files(.read(path: "kept.txt")), on: runner))
        #expect(kept.text == "kept\n")
    }

    @Test("an upload that breaks off leaves what was there, and no parts")
    func broken() throws {
        let runner = try RunnerProcess()
        defer { removed(runner) }
        #expect(try upload(try archive([file("x.txt", "old")]), on: runner).exitCode == 0)
        let whole = try archive([file("x.txt", String(repeating: "new", count: 10_000))])
        let cut = try upload(Array(whole.prefix(10_000)), on: runner)
        #expect(cut.exitCode == 1)
        #expect(cut.error.contains("bytes of a file missing"))
        let listing = try follow(try open(.files(.list(path: "up")), on: runner))
        let files = try JSONValue(parsing: listing.output)["files"]?.items ?? []
        #expect(files.compactMap { $0["filename"]?.text } == ["x.txt"])
        #expect(files.first?["size"]?.integer == 3)
    }

    @Test("FIFOs are neither opened nor waited for: by name an error, in a directory left out", .timeLimit(.minutes(1)))
    func fifos() throws {
        let runner = try RunnerProcess()
        defer { removed(runner) }
        shell("mkdir d && mkfifo d/fifo && echo x > d/x.txt", runner)
        let named = try follow(try open(.files(.download(paths: ["d/fifo"])), on: runner))
        #expect(named.exitCode == 1)
        #expect(named.error.contains("a FIFO, a socket or a device"))
        #expect(try follow(try open(.files(.read(path: "d/fifo")), on: runner)).exitCode == 1)
        let inside = try follow(try open(.files(.download(paths: ["d"])), on: runner))
        #expect(inside.exitCode == 0)
        #expect(inside.error.contains("left out"))
        let listing = try follow(try open(.files(.list(path: "d")), on: runner))
        let modes = (try JSONValue(parsing: listing.output)["files"]?.items ?? []).compactMap { $0["mode"]?.text }
        #expect(modes.map(\.first) == ["p", "-"])
    }

    @Test("patterns are expanded, and one that fits nothing is told")
    func patterns() throws {
        let runner = try RunnerProcess()
        defer { removed(runner) }
        shell("touch a1.txt a2.txt b.txt '[x].txt'", runner)
        func names(_ pattern: String) throws -> (names: [String], Transcript) {
            let transcript = try follow(try open(.files(.download(paths: [pattern])), on: runner))
            var reader = ArchiveReader()
            reader.append(transcript.output)
            var names: [String] = []
            while let part = try reader.next() {
                if case .entry(let entry) = part { names.append(entry.path.description) }
            }
            return (names, transcript)
        }
        #expect(try names("a*.txt").names == ["a1.txt", "a2.txt"])
        #expect(try names("[x].txt").names == ["[x].txt"])
        let none = try names("z*").1
        #expect(none.exitCode == 1)
        #expect(none.error == "`z*`: No such file or directory\n")
    }

    @Test("a terminal is one: its programs see it, its size and its keys", .timeLimit(.minutes(1)))
    func terminal() throws {
        let runner = try RunnerProcess()
        let order = TerminalOrder(
            command: "tty -s && stty size; read line; echo got $line; exit 5", type: "vt100", rows: 40, columns: 100)
        let client = try open(.terminal(order), on: runner)
        let size = try follow(client) { $0.text.contains("40 100") }
        #expect(size.text.contains("40 100\r\n"))
        try client.send(.standardInput, Array("word\r".utf8))
        let end = try follow(client)
        #expect(end.text.contains("got word\r\n"))
        #expect(end.exitCode == 5)
    }

    @Test("Ctrl-C in a terminal interrupts what runs there, and a new size is told", .timeLimit(.minutes(1)))
    func interrupt() throws {
        let runner = try RunnerProcess()
        let command = "trap 'stty size; exit 3' WINCH; trap 'exit 4' INT; echo ready; while :; do sleep 0.05; done"
        let first = try open(.terminal(TerminalOrder(command: command)), on: runner)
        _ = try follow(first) { $0.text.contains("ready") }
        try first.send(.standardInput, [3])
        #expect(try follow(first).exitCode == 4)
        let second = try open(.terminal(TerminalOrder(command: command)), on: runner)
        _ = try follow(second) { $0.text.contains("ready") }
        try second.send(.resize(rows: 11, columns: 22))
        let end = try follow(second)
        #expect(end.text.contains("11 22"))
        #expect(end.exitCode == 3)
    }

    @Test("a channel ends its program when its connection goes", .timeLimit(.minutes(1)))
    func hangUp() throws {
        let runner = try RunnerProcess()
        let path = "\(runner.directory)/mark"
        var client: RunnerClient? = try open(
            .terminal(TerminalOrder(command: "echo $$ > \(path); echo ready; sleep 100")), on: runner)
        _ = try client.map { try follow($0) { $0.text.contains("ready") } }
        let pid = try #require(
            pid_t(
                String(decoding: try Descriptor.open(path, O_RDONLY).read(upTo: 20), as: UTF8.self).filter(\.isNumber)))
        client = nil
        for _ in 0..<500 where kill(pid, 0) == 0 { usleep(10_000) }
        #expect(kill(pid, 0) != 0)
    }
}
