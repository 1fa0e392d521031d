import CLinux
import Core
import Glibc

/// The pipes that carry standard output and standard error of every program of the kernel.
///
/// They outlive the interpreter, so that a program it left behind can go on writing when it has ended.
struct ProgramPipes: ~Copyable {
    /// One of the two.
    enum Stream: CaseIterable {
        case output
        case error

        /// The frames that its bytes travel in.
        var kind: Frame.Kind { self == .output ? .standardOutput : .standardError }
    }

    private let output: Pipe
    private let error: Pipe

    /// Takes over both; the runner's ends become non-blocking.
    init(output: consuming Pipe, error: consuming Pipe) throws(SystemCallError) {
        for reader in [output.reader.number, error.reader.number] {
            try checked("fcntl") { bai_set_nonblocking(reader, 1) }
        }
        self.output = output
        self.error = error
    }

    /// The runner's end.
    borrowing func reader(_ stream: Stream) -> CInt {
        stream == .output ? output.reader.number : error.reader.number
    }

    /// The programs' end.
    borrowing func writer(_ stream: Stream) -> CInt {
        stream == .output ? output.writer.number : error.writer.number
    }

    /// Undoes what a program may have set on the end that all programs share.
    borrowing func makeWritersBlocking() throws(SystemCallError) {
        for stream in Stream.allCases {
            let writer = writer(stream)
            try checked("fcntl") { bai_set_nonblocking(writer, 0) }
        }
    }

    /// How many bytes can be read now.
    borrowing func waiting(_ stream: Stream) -> Int {
        Int(max(0, bai_readable_bytes(reader(stream))))
    }

    /// Reads what is there, at most `count` bytes; nothing when nothing is there.
    borrowing func read(_ stream: Stream, upTo count: Int) -> [UInt8] {
        // The only failure of a pipe that the runner itself holds open is EAGAIN.
        (try? stream == .output ? output.reader.read(upTo: count) : error.reader.read(upTo: count)) ?? []
    }
}

/// A pipe with both its ends.
struct Pipe: ~Copyable {
    let reader: Descriptor
    let writer: Descriptor

    /// Makes a pipe, both ends close-on-exec, that holds a whole frame.
    ///
    /// Where the user's pipes have become too many it has the usual size.
    init() throws(SystemCallError) {
        var ends: [CInt] = [-1, -1]
        try checked("pipe2") { bai_pipe(&ends) }
        reader = Descriptor(owning: ends[0])
        writer = Descriptor(owning: ends[1])
        _ = bai_set_pipe_size(reader.number, CInt(Frame.maximumPayload))
    }

    /// Another descriptor of the reading end.
    borrowing func duplicateReader() throws(SystemCallError) -> Descriptor {
        let number = reader.number
        return Descriptor(owning: try checkedLibc("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    }

    /// Another descriptor of the writing end.
    borrowing func duplicateWriter() throws(SystemCallError) -> Descriptor {
        let number = writer.number
        return Descriptor(owning: try checkedLibc("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    }

    /// The reading end alone; the other is closed.
    consuming func takeReader() -> Descriptor { reader }

    /// The writing end alone; the other is closed.
    consuming func takeWriter() -> Descriptor { writer }
}
