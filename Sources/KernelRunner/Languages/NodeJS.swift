extension Language {
    /// JavaScript by node.
    static func nodeJS(path: String) -> Language {
        Language(
            name: "nodejs", path: path,
            form: .argument(["-e"], file: "main.js"),
            exec: execution(of: "main.js", by: path)
        )
    }
}
