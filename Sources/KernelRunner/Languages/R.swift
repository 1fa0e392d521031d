extension Language {
    /// R by Rscript.
    static func r(path: String) -> Language {
        Language(
            name: "r", path: path,
            form: .argument(["-e"], file: "main.R"),
            exec: execution(of: "main.R", by: path)
        )
    }
}
