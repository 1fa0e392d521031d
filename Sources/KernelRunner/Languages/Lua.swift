extension Language {
    /// Lua.
    static func lua(path: String) -> Language {
        Language(
            name: "lua", path: path,
            form: .argument(["-e"], file: "main.lua"),
            exec: execution(of: "main.lua", by: path)
        )
    }
}
