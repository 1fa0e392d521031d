extension Language {
    private static let cLibraries = ["-lrt", "-lm", "-lpthread", "-ldl"]

    /// C by gcc.
    static func c(path: String) -> Language {
        Language(
            name: "c", path: path,
            form: .source("main.c", build: ["-o", "main", "main.c"] + cLibraries),
            clean: "if [ -f Makefile ]; then make clean; fi",
            build: build("c", main: "main.c", "\(path) -Wall -o main", after: cLibraries.joined(separator: " ")),
            exec: execution(ofFirst: ["./main", "./a.out"])
        )
    }

    /// C++ by g++.
    static func cPlusPlus(path: String) -> Language {
        Language(
            name: "cpp", path: path,
            form: .source("main.cpp", build: ["-o", "main", "main.cpp"] + cLibraries),
            clean: "if [ -f Makefile ]; then make clean; fi",
            build: build("cpp", main: "main.cpp", "\(path) -Wall -o main", after: cLibraries.joined(separator: " ")),
            exec: execution(ofFirst: ["./main", "./a.out"])
        )
    }
}
