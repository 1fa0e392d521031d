extension Language {
    /// Rust by rustc, or by cargo where there is a Cargo.toml.
    static func rust(path: String) -> Language {
        Language(
            name: "rust", path: path,
            form: .source("main.rs", build: ["-o", "main", "main.rs"]),
            build: """
                if [ -f Cargo.toml ]; then exec cargo build; fi
                if [ -f main.rs ]; then exec \(path) -o main main.rs; fi
                set -- *.rs
                if [ $# = 1 ] && [ -f "$1" ]; then exec \(path) -o main "$1"; fi
                """,
            exec: execution(ofFirst: ["./target/debug/*", "./target/release/*", "./main"])
        )
    }
}
