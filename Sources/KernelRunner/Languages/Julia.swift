extension Language {
    /// Julia.
    static func julia(path: String) -> Language {
        Language(
            name: "julia", path: path,
            form: .argument(["-e"], file: "main.jl"),
            exec: execution(of: "main.jl", by: path)
        )
    }
}
