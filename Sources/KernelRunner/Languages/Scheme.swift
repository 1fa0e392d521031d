extension Language {
    /// Scheme by guile.
    static func scheme(path: String) -> Language {
        Language(
            name: "scheme", path: path,
            form: .argument(["--no-auto-compile", "-c"], file: "main.scm"),
            exec: execution(of: "main.scm", by: "\(path) --no-auto-compile")
        )
    }
}
