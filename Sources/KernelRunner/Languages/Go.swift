extension Language {
    /// Go.
    static func go(path: String) -> Language {
        Language(
            name: "golang", path: path,
            form: .source("main.go", build: ["build", "-o", "main", "main.go"]),
            build: build("go", "\(path) build -o main"),
            exec: execution(ofFirst: ["./main"])
        )
    }
}
