extension Language {
    /// Octave by its command line.
    static func octave(path: String) -> Language {
        Language(
            name: "octave", path: path,
            form: .argument(["--no-gui", "--eval"], file: "main.m"),
            exec: execution(of: "main.m", by: "\(path) --no-gui")
        )
    }
}
