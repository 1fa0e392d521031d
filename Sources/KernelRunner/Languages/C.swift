extension Language {
    /// C by gcc.
    static func c(path: String) -> Language { compiledByGCC("c", path: path) }

    /// C++ by g++.
    static func cPlusPlus(path: String) -> Language { compiledByGCC("cpp", path: path) }

    /// The name is that of the source files' suffix too.
    private static func compiledByGCC(_ name: String, path: String) -> Language {
        let libraries = ["-lrt", "-lm", "-lpthread", "-ldl"]
        return Language(
            name: name, path: path,
            form: .source("main.\(name)", build: ["-o", "main", "main.\(name)"] + libraries),
            clean: "if [ -f Makefile ]; then make clean; fi",
            build: build(
                name, "\(path) -Wall -o main", after: libraries.joined(separator: " ")),
            exec: execution(ofFirst: ["./main", "./a.out"])
        )
    }
}
