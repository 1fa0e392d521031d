extension Language {
    /// Lua.
    static func lua(path: String) -> Language {
        interpreted("lua", path: path, ["-e"], file: "main.lua")
    }
}
