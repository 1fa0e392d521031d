extension Language {
    /// Rust by rustc, or by cargo where there is a Cargo.toml.
    static func rust(path: String) -> Language {
        Language(
            name: "rust", path: path,
            form: .source("main.rs", build: ["-o", "main", "main.rs"]),
            build: "if [ -f Cargo.toml ]; then cargo build; elif [ -f main.rs ]; then \(path) -o main main.rs; fi",
            exec: execution(ofFirst: ["./target/debug/*", "./target/release/*", "./main"])
        )
    }
}
