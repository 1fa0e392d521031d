extension Language {
    /// Octave by its command line.
    static func octave(path: String) -> Language {
        interpreted("octave", path: path, ["--no-gui", "--eval"], file: "main.m")
    }
}
