extension Language {
    /// Perl 5.
    static func perl(path: String) -> Language {
        Language(
            name: "perl", path: path,
            form: .argument(["-e"], file: "main.pl"),
            exec: execution(of: "main.pl", by: path)
        )
    }
}
