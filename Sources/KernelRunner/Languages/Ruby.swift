extension Language {
    /// Ruby.
    static func ruby(path: String) -> Language {
        Language(
            name: "ruby", path: path,
            form: .argument(["-e"], file: "main.rb"),
            exec: execution(of: "main.rb", by: path)
        )
    }
}
