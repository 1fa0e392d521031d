/// Words of POSIX shell commands.
public enum ShellQuote {
    /// The text as one word that the shell takes as it is.
    public static func word(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}
