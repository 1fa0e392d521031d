import Core
import Glibc

/// Where a command's words go: data to standard output, all else to standard error.
struct Console: Sendable {
    /// The descriptor of data.
    var output: CInt = STDOUT_FILENO
    /// The descriptor of messages.
    var messages: CInt = STDERR_FILENO
    /// Whether messages may move and have colours.
    var isInteractive: Bool = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil

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

    /// Writes a line of message; one that cannot be written is lost.
    func note(_ text: String) { try? writeAll(Array((text + "\n").utf8), to: messages) }

    /// Writes bytes to the message stream, as a program's own standard error.
    func writeMessage(_ bytes: [UInt8]) { try? writeAll(bytes, to: messages) }

    /// Whoever read standard output has gone.
    struct ReaderGone: Error {}
}
