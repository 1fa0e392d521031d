extension Language {
    /// Haskell by ghc.
    static func haskell(path: String) -> Language {
        Language(
            name: "haskell", path: path,
            form: .source("main.hs", build: ["-v0", "-o", "main", "main.hs"]),
            build: build("hs", "\(path) --make -o main"),
            exec: execution(ofFirst: ["./main"])
        )
    }
}
