/// One language: how its code is run, in each of the ways that there are.
struct Language: Sendable, Equatable {
    /// How code alone is run, by programs that are started for it.
    enum Form: Sendable, Equatable {
        /// As the last argument of a command, as in `perl -e`.
        ///
        /// Code that is too long for an argument is put into `file`, after `opening`; the file then follows the executable.
        case argument([String], file: String, opening: String = "")
        /// As a source file, by an interpreter of it.
        case script(String)
        /// As a source file, from which the executable makes the program `main` with these arguments, beside it.
        case source(String, build: [String])
        /// Not at all: such images are for services.
        case none
    }

    /// The longest argument that execve(2) takes is 128 KiB with its end.
    static let longestArgument = (128 << 10) - 1

    /// The name, as in the image's label `ai.backend.runtime-type`.
    let name: String
    /// The absolute path of its interpreter or compiler; empty for none.
    let path: String
    /// What goes before anything else on its command line.
    var options: [String] = []
    /// What keeps state between runs, if the language has that.
    var evaluator: Evaluator?
    /// How code alone is run.
    let form: Form
    /// What `*` means as the clean command of batch mode, for a shell; empty for nothing.
    var clean = ""
    /// What `*` means as the build command, where no Makefile says it.
    var build = ""
    /// What `*` means as the command that runs the program.
    let exec: String

    /// A language whose executable takes code after `flags`, or in a file.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - path: Its executable.
    ///   - options: What goes before anything else on its command line.
    ///   - flags: What goes before code on the command line, after the options.
    ///   - file: What a file with code is called.
    ///   - opening: What goes before the code in a file that the runner writes.
    /// - Returns: The language, without a build command.
    static func interpreted(
        _ name: String, path: String, options: [String] = [], _ flags: [String], file: String, opening: String = ""
    ) -> Language {
        Language(
            name: name, path: path, options: options,
            form: .argument(options + flags, file: file, opening: opening),
            exec: execution(of: file, by: ([path] + options).joined(separator: " ")))
    }

    /// The same language, with an interpreter that keeps state.
    func keeping(_ evaluator: Evaluator) -> Language {
        var language = self
        language.evaluator = evaluator
        return language
    }

    /// The language called `name`, with its executable at `path`; nil for one that is not known.
    static func named(_ name: String, path: String) -> Language? {
        switch name {
        case "python": .python(path: path)
        case "nodejs": .nodeJS(path: path)
        case "c": .c(path: path)
        case "cpp": .cPlusPlus(path: path)
        case "rust": .rust(path: path)
        case "golang": .go(path: path)
        case "java": .java(path: path)
        case "r": .r(path: path)
        case "ruby": .ruby(path: path)
        case "perl": .perl(path: path)
        case "php": .php(path: path)
        case "lua": .lua(path: path)
        case "tcl": .tcl(path: path)
        case "bash": .bash(path: path)
        case "scheme": .scheme(path: path)
        case "octave": .octave(path: path)
        case "haskell": .haskell(path: path)
        case "julia": .julia(path: path)
        case "git": .git()
        case "app": .app
        default: nil
        }
    }

    /// A shell command that runs `file`, or else the only file of its kind, with what goes before it.
    static func execution(of file: String, by command: String) -> String {
        let kind = "*" + file[(file.lastIndex(of: ".") ?? file.endIndex)...]
        return """
            if [ -f \(file) ]; then exec \(command) \(file); fi
            set -- \(kind)
            if [ $# = 1 ] && [ -f "$1" ]; then exec \(command) "$1"; fi
            echo 'backend.ai: there is no \(file) to run, nor a single \(kind)' >&2; exit 127
            """
    }

    /// A shell command that runs the first of some executable files.
    static func execution(ofFirst files: [String]) -> String {
        """
        for file in \(files.joined(separator: " ")); do if [ -f "$file" ] && [ -x "$file" ]; then exec "$file"; fi; done
        echo 'backend.ai: there is no program to run; \(files.joined(separator: ", ")) would be' >&2; exit 127
        """
    }

    /// A shell command that passes all files of a kind to a command, if there are any.
    static func build(_ suffix: String, _ command: String, after: String = "") -> String {
        let arguments = after.isEmpty ? "" : " \(after)"
        return "find . -name '*.\(suffix)' -exec sh -c 'exec \(command) \"$@\"\(arguments)' sh {} +"
    }
}
