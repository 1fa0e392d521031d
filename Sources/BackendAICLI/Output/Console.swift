import Core
import Glibc

/// Where a command's words go: data to standard output, all else to standard error.
struct Console: Sendable {
    /// The descriptor that answers of the user are read from.
    var input: CInt = STDIN_FILENO
    /// The descriptor of data.
    var output: CInt = STDOUT_FILENO
    /// The descriptor of messages.
    var messages: CInt = STDERR_FILENO
    /// Whether messages may move and have colours.
    var isInteractive: Bool = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
    /// What shows data that is longer than the screen.
    var pager: Pager? = Pager(environment: ProcessEnvironment.current)

    /// Writes data, byte for byte.
    ///
    /// - Throws: ``CommandFailure``; a reader that is gone ends the command quietly with 128 + SIGPIPE.
    func write(_ bytes: [UInt8]) throws {
        do {
            try writeAll(bytes, to: output)
        } catch {
            throw error.code == EPIPE
                ? ReaderGone() : CommandFailure(what: "cannot write the output", why: error.reason)
        }
    }

    /// Writes a line of data.
    func line(_ text: String) throws { try write(Array((text + "\n").utf8)) }

    /// Writes lines of data, through the pager when they are more than the terminal shows at once.
    func page(_ text: String) throws {
        if let pager, let screen, Pager.isNeeded(for: text, on: screen), pager.show(text + "\n") { return }
        try line(text)
    }

    /// Writes a line of message; one that cannot be written is lost.
    func note(_ text: String) { try? writeAll(Array((text + "\n").utf8), to: messages) }

    /// Says that a change was made.
    func done(_ text: String) { note("✓ \(text)") }

    /// Writes bytes to the message stream, as a program's own standard error.
    func writeMessage(_ bytes: [UInt8]) { try? writeAll(bytes, to: messages) }

    /// The terminal that data goes to; nil when it goes elsewhere.
    var screen: Screen? { Screen.behind(output) }

    /// Whether somebody is there to answer.
    var canAsk: Bool { isatty(input) == 1 }

    /// A line that the user types or a program pipes in, without its end; nil when there is none.
    func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(input, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    /// Whoever read standard output has gone.
    struct ReaderGone: Error {}
}
