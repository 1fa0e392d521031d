extension Language {
    /// Julia.
    static func julia(path: String) -> Language {
        interpreted("julia", path: path, ["-e"], file: "main.jl")
    }
}
