import CLinux
import Core
import Glibc

/// Which end of a channel something happens at.
enum ChannelEnd: Equatable {
    case input
    case output
    case error
}

/// A stream between one connection and a program, a terminal or a port of the sandbox.
///
/// Unlike a run it belongs to its connection: nothing is numbered or kept, and when either side goes it is over.
final class Channel {
    /// The most bytes that wait to go in; while more do, the connection is not read.
    private static let window = 256 << 10

    /// The program at its other end, a child of the runner's; nil for none, or once it has ended.
    private(set) var pid: pid_t?
    /// Whether everything has been said.
    private(set) var isOver = false

    // A terminal and a socket are one descriptor for both directions.
    private var input: Descriptor?
    private var output: Descriptor?
    private var error: Descriptor?
    private let isTerminal: Bool
    private let isSocket: Bool
    private var waiting: [UInt8] = []
    private var inputHasEnded = false
    private var exitCode: Int?

    /// A channel to a program by pipes.
    init(pid: pid_t, input: consuming Descriptor, output: consuming Descriptor, error: consuming Descriptor) {
        self.pid = pid
        self.input = consume input
        self.output = consume output
        self.error = consume error
        isTerminal = false
        isSocket = false
    }

    /// A channel to a program's terminal.
    init(pid: pid_t, terminal: consuming Descriptor) {
        self.pid = pid
        output = consume terminal
        isTerminal = true
        isSocket = false
    }

    /// A channel to a socket that is connected.
    init(socket: consuming Descriptor) {
        output = consume socket
        isTerminal = false
        isSocket = true
    }

    /// Whether more may be taken from the connection.
    var hasRoom: Bool { waiting.count < Channel.window }

    /// Adds what has to be waited for.
    ///
    /// - Parameters:
    ///   - set: What it is added to.
    ///   - number: The connection.
    ///   - isRead: Whether the connection has room for more output.
    func watch(in set: inout PollSet, _ number: CInt, isRead: Bool) {
        if let descriptor = inputNumber { set.add(.channel(number, .input), descriptor, writing: !waiting.isEmpty) }
        if let descriptor = output?.number { set.add(.channel(number, .output), descriptor, reading: isRead) }
        if let descriptor = error?.number { set.add(.channel(number, .error), descriptor, reading: isRead) }
    }

    // MARK: In

    /// Takes bytes of the connection's.
    func receive(_ bytes: [UInt8]) {
        guard !inputHasEnded, inputNumber != nil else { return }
        waiting += bytes
        feed()
    }

    /// Takes the end of the connection's bytes.
    func endInput() {
        guard !inputHasEnded else { return }
        inputHasEnded = true
        // A terminal knows its end as a character.
        if isTerminal { waiting.append(4) }
        feed()
    }

    /// The terminal's window has another size.
    func resize(rows: Int, columns: Int) {
        guard isTerminal, let terminal = output?.number else { return }
        _ = bai_set_terminal_size(terminal, UInt16(clamping: rows), UInt16(clamping: columns))
    }

    /// Writes what waits, as much as the other end takes.
    func feed() {
        guard let descriptor = inputNumber else { return }
        while !waiting.isEmpty {
            let written = waiting.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if errno != EAGAIN && errno != EINTR { waiting = [] }
                break
            }
            waiting.removeFirst(written)
        }
        guard inputHasEnded, waiting.isEmpty else { return }
        if isSocket { shutdown(descriptor, CInt(SHUT_WR)) }
        input = nil
    }

    private var inputNumber: CInt? { input?.number ?? (isTerminal || isSocket ? output?.number : nil) }

    // MARK: Out

    /// Reads once from one end.
    ///
    /// - Returns: What came, as a frame for the connection; nil for nothing.
    func read(_ end: ChannelEnd) -> Frame? {
        let bytes: [UInt8]
        do {
            switch end {
            case .input: return nil
            case .output: bytes = try output?.read(upTo: Frame.maximumPayload) ?? []
            case .error: bytes = try error?.read(upTo: Frame.maximumPayload) ?? []
            }
        } catch {
            if error.code == EAGAIN || error.code == EINTR { return nil }
            // A terminal that no program has open any more says EIO.
            close(end)
            return nil
        }
        if bytes.isEmpty {
            close(end)
            return nil
        }
        return Frame(end == .output ? .standardOutput : .standardError, bytes)
    }

    /// Takes the end of its program.
    ///
    /// - Returns: What that had still written to its terminal: programs that it has left behind may keep that open.
    func programEnded(_ end: ProcessEnd) -> [Frame] {
        pid = nil
        exitCode = end.exitCode
        var rest: [Frame] = []
        if isTerminal {
            while rest.count < 16, let frame = read(.output) { rest.append(frame) }
            close(.output)
        }
        settle()
        return rest
    }

    /// What is said last; nil until it is over.
    var lastEvent: RunnerEvent? { isOver ? .closed(exitCode: exitCode) : nil }

    /// Ends its program, when the connection is gone.
    func hangUp() {
        guard let pid else { return }
        kill(-pid, SIGHUP)
        kill(-pid, SIGKILL)
    }

    private func close(_ end: ChannelEnd) {
        if end == .output { output = nil } else { error = nil }
        settle()
    }

    private func settle() {
        isOver = output == nil && error == nil && pid == nil
    }
}
