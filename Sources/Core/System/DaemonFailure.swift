#if os(Linux)
    import Glibc

    /// How a daemon says why it gives up: one line that its starter can show to a user, and a hint.
    public enum DaemonFailure {
        /// Writes `program: what` and `hint: …` to standard error.
        public static func report(_ error: any Error, of program: String, hint: String?) {
            var text = "\(program): \(error)\n"
            if let hint { text += "hint: \(hint)\n" }
            try? writeAll(Array(text.utf8), to: STDERR_FILENO)
        }
    }
#endif
