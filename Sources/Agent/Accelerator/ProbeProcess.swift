import CLinux
import Core
import Glibc
import Synchronization

/// A running `backend.ai-agent gpu-probe` and the lines that it writes.
final class ProbeProcess: Sendable {
    /// What came of waiting for a line.
    enum Answer: Sendable, Equatable {
        case line([UInt8])
        /// None yet.
        case nothing
        /// No more will come.
        case end
    }

    /// A line longer than this is none of a probe.
    private static let longestLine = 1 << 20

    private let process: ProcessHandle
    private let output: Descriptor
    private let buffer = Mutex<[UInt8]>([])

    /// Starts it.
    ///
    /// Blocks.
    init(_ program: HostProgram) throws(SystemCallError) {
        var ends: [CInt] = [-1, -1]
        try checked("pipe2") { bai_pipe(&ends) }
        output = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        process = try program.start(output: writing)
        _ = consume writing
    }

    /// The next line; blocks for at most so many milliseconds.
    func next(within milliseconds: CInt) -> Answer {
        if let line = takeLine() { return .line(line) }
        var polled = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, milliseconds) > 0 else { return .nothing }
        guard let bytes = try? output.read(upTo: 64 << 10), !bytes.isEmpty else { return .end }
        let isTooLong = buffer.withLock { buffer in
            buffer += bytes
            return buffer.count > ProbeProcess.longestLine
        }
        if isTooLong { return .end }
        return takeLine().map { .line($0) } ?? .nothing
    }

    private func takeLine() -> [UInt8]? {
        buffer.withLock { buffer in
            guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { buffer.removeFirst(end + 1) }
            return Array(buffer[..<end])
        }
    }

    /// Ends it, as soon as the kernel lets it.
    func kill() { try? process.send(SIGKILL) }

    /// Whether it has ended and been reaped; blocks for at most so many milliseconds.
    func hasEnded(within milliseconds: CInt) -> Bool {
        var polled = pollfd(fd: process.pollDescriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, milliseconds) > 0 else { return false }
        _ = try? process.reap()
        return true
    }
}
