extension Language {
    /// Scheme by guile.
    static func scheme(path: String) -> Language {
        interpreted("scheme", path: path, ["--no-auto-compile", "-c"], file: "main.scm")
    }
}
