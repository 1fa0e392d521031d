import Glibc

/// Shows what is longer than the screen a page at a time, by the user's own program.
struct Pager: Sendable {
    /// A shell command that reads what is to be shown.
    let command: String

    /// The pager that the environment names; `less` when it names none, and nil when it names nothing on purpose.
    init?(environment: [String: String]) {
        let command = environment["PAGER"] ?? "less"
        if command.isEmpty || command == "cat" { return nil }
        self.command = command
    }

    /// Whether `text` and the prompt after it are more than the screen has rows.
    static func isNeeded(for text: String, on screen: Screen) -> Bool {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) {
            $0 + max(1, (TextWidth.of(String($1)) + screen.columns - 1) / screen.columns)
        }
        return rows >= screen.rows
    }

    /// Shows the text until the user leaves the pager.
    ///
    /// - Returns: Whether there is such a program.
    func show(_ text: String) -> Bool {
        // Ends by itself after one screen, lets colours through, and leaves on the screen what was shown.
        setenv("LESS", "FRX", 0)
        guard let stream = popen(command, "w") else { return false }
        // Ctrl-C is for the pager while it shows, and one that is left before the end breaks its pipe.
        let before = (signal(SIGINT, SIG_IGN), signal(SIGPIPE, SIG_IGN))
        defer {
            signal(SIGINT, before.0)
            signal(SIGPIPE, before.1)
        }
        _ = text.withCString { fputs($0, stream) }
        let status = pclose(stream)
        // 127 is the shell's word for a program that is not there.
        return (status >> 8) & 0xff != 127
    }
}
