extension Language {
    /// Ruby.
    static func ruby(path: String) -> Language {
        interpreted("ruby", path: path, ["-e"], file: "main.rb")
    }
}
