import CLinux
import Glibc

/// The terminal that this process was started in.
struct LocalTerminal {
    private let original: termios

    /// Whether this process has one to type in and one to show in.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Hands every key to whoever reads, as it is; ``restore()`` undoes it.
    ///
    /// nil when there is no terminal.
    init?() {
        var state = termios()
        guard tcgetattr(STDIN_FILENO, &state) == 0 else { return nil }
        original = state
        cfmakeraw(&state)
        guard tcsetattr(STDIN_FILENO, TCSANOW, &state) == 0 else { return nil }
    }

    /// Makes the terminal what it was.
    func restore() {
        var state = original
        tcsetattr(STDIN_FILENO, TCSANOW, &state)
    }

    /// The window's size in characters.
    static var size: (rows: Int, columns: Int) {
        var rows: CInt = 0
        let columns = bai_terminal_size(STDOUT_FILENO, &rows)
        return columns > 0 && rows > 0 ? (Int(rows), Int(columns)) : (24, 80)
    }
}
