extension Language {
    /// Perl 5.
    static func perl(path: String) -> Language {
        interpreted("perl", path: path, ["-e"], file: "main.pl")
    }
}
