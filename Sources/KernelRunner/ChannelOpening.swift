import CLinux
import Core
import Glibc

/// Starts what a channel leads to, where that does not take time.
struct ChannelOpening {
    let configuration: RunnerConfiguration

    /// A program that works on the session's files with the user's rights: the runner's own, under another name.
    func files(_ order: FileOrder) throws -> Channel {
        let input = try Pipe()
        let output = try Pipe()
        let error = try Pipe()
        let pid = try SpawnedProgram(
            command: [configuration.executable, "files", try TaskText.encode(order)],
            directory: configuration.directory, identity: configuration.identity
        ).start(input: input.reader.number, output: output.writer.number, error: error.writer.number)
        let writer = input.takeWriter()
        let reader = output.takeReader()
        let errorReader = error.takeReader()
        for descriptor in [writer.number, reader.number, errorReader.number] {
            try checked("fcntl") { bai_set_nonblocking(descriptor, 1) }
        }
        return Channel(pid: pid, input: writer, output: reader, error: errorReader)
    }

    /// A shell, or a command of it, in a terminal of its own.
    func terminal(_ order: TerminalOrder) throws(SystemCallError) -> Channel {
        // The terminal belongs to whoever opens it: its programs may find it by name.
        if let identity = configuration.identity { bai_set_file_identity(identity.user, identity.group) }
        defer { if configuration.identity != nil { bai_set_file_identity(0, 0) } }
        var ends: [CInt] = [-1, -1]
        try checked("open", path: "/dev/ptmx") { bai_open_terminal(&ends) }
        if configuration.identity != nil { bai_set_file_identity(0, 0) }
        let master = Descriptor(owning: ends[0])
        let other = Descriptor(owning: ends[1])
        _ = bai_set_terminal_size(master.number, UInt16(clamping: order.rows), UInt16(clamping: order.columns))
        let shell = """
            export TERM="$1" SHELL
            if [ -x /bin/bash ]; then SHELL=/bin/bash; else SHELL=/bin/sh; fi
            if [ -n "$2" ]; then exec "$SHELL" -c "$2"; fi
            exec "$SHELL" -i
            """
        let pid = try SpawnedProgram(
            command: ["/bin/sh", "-c", shell, "terminal", order.type, order.command ?? ""],
            directory: configuration.directory, identity: configuration.identity, hasTerminal: true
        ).start(input: other.number, output: other.number, error: other.number)
        return Channel(pid: pid, terminal: master)
    }
}
