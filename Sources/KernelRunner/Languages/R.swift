extension Language {
    /// R by Rscript.
    static func r(path: String) -> Language {
        interpreted("r", path: path, ["-e"], file: "main.R")
    }
}
