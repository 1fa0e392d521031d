extension Language {
    /// The shell.
    static func bash(path: String) -> Language {
        Language(
            name: "bash", path: path,
            form: .argument(["-c"], file: "main.sh"),
            exec: execution(of: "main.sh", by: path)
        )
    }

    /// Git: the shell, in an image that is chosen for its git.
    static func git() -> Language {
        let shell = bash(path: "/bin/bash")
        return Language(name: "git", path: shell.path, form: shell.form, exec: shell.exec)
    }
}
