extension Language {
    /// Tcl by tclsh, which takes code from files alone.
    static func tcl(path: String) -> Language {
        Language(
            name: "tcl", path: path,
            form: .script("main.tcl"),
            exec: execution(of: "main.tcl", by: path)
        )
    }
}
