extension Language {
    /// The shell.
    static func bash(path: String) -> Language {
        interpreted("bash", path: path, ["-c"], file: "main.sh")
    }

    /// Git: the shell, in an image that is chosen for its git.
    static func git() -> Language {
        interpreted("git", path: "/bin/bash", ["-c"], file: "main.sh")
    }
}
