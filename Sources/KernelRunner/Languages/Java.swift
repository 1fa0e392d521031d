extension Language {
    /// Java: the launcher compiles a single source file itself, whatever its class is called.
    static func java(path: String) -> Language {
        Language(
            name: "java", path: path,
            form: .script("Main.java"),
            build: "if [ -n \"$(find . -name '*.java')\" ]; then find . -name '*.java' -exec javac -d . {} +; fi",
            exec: """
                if [ -f main/Main.class ]; then exec \(path) main.Main; fi
                if [ -f Main.class ]; then exec \(path) Main; fi
                set -- *.java
                if [ $# = 1 ] && [ -f "$1" ]; then exec \(path) "${1%.java}"; fi
                echo 'backend.ai: there is no Main.class to run, nor a single *.java' >&2; exit 127
                """
        )
    }
}
