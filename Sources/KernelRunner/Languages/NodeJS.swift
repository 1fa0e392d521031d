extension Language {
    /// JavaScript by node.
    static func nodeJS(path: String) -> Language {
        interpreted("nodejs", path: path, ["-e"], file: "main.js")
    }
}
