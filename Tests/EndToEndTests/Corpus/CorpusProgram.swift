import Core
import Foundation
import TestSupport

/// One program of `Tests/Fixtures/programs`, and how it is run.
struct CorpusProgram: Sendable, CustomStringConvertible {
    /// The image, which is the directory's name.
    let language: String
    let name: String
    /// Where its files are.
    let path: String
    /// What it is given.
    let input: [UInt8]
    /// Shell commands; nil is the language's own way.
    let build: String?
    let exec: String?
    /// Texts that are run one after another in one session.
    let runs: [String]
    /// Seconds after which it is ended.
    let limit: Int?

    var description: String { "\(language)/\(name)" }

    /// The programs of the languages that are installed, in a fixed order.
    static func all() throws -> [CorpusProgram] {
        let root =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path + "/Fixtures/programs"
        let manager = FileManager.default
        return try manager.contentsOfDirectory(atPath: root).sorted().flatMap { language in
            guard NativeLanguage.named(language)?.isInstalled == true else { return [CorpusProgram]() }
            return try manager.contentsOfDirectory(atPath: "\(root)/\(language)").sorted().map { name in
                try CorpusProgram(language: language, name: name, path: "\(root)/\(language)/\(name)")
            }
        }
    }

    private init(language: String, name: String, path: String) throws {
        self.language = language
        self.name = name
        self.path = path
        let description = try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path + "/program.json"))))
        input = (try? Array(Data(contentsOf: URL(fileURLWithPath: path + "/stdin")))) ?? []
        build = description["build"]?.text
        exec = description["exec"]?.text
        runs = description["runs"]?.items?.compactMap(\.text) ?? []
        limit = description["limit"]?.integer.map { Int($0) }
    }

    /// The text of one of its files.
    func text(_ file: String) throws -> String { try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }

    /// The names of what belongs into the session: all but what tells about the program.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "program.json" && $0 != "stdin" }
            .sorted()
    }
}

/// How the programs of one language are built and run without the product.
struct NativeLanguage: Sendable {
    /// What has to be there.
    let tool: String
    /// The shell command that builds; empty for nothing.
    var build = ""
    /// The shell command that runs.
    let exec: String
    /// The command that runs a text; empty where the language keeps no state.
    var once: [String] = []

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: tool) }

    private static func script(_ interpreter: String, _ file: String, _ options: [String] = [], _ once: [String] = [])
        -> NativeLanguage
    {
        let words = ["/usr/bin/\(interpreter)"] + options
        return NativeLanguage(
            tool: "/usr/bin/\(interpreter)", exec: "exec \(words.joined(separator: " ")) \(file)",
            once: once.isEmpty ? [] : words + once)
    }

    private static func compiled(_ tool: String, _ build: String) -> NativeLanguage {
        NativeLanguage(tool: "/usr/bin/\(tool)", build: build, exec: "exec ./main")
    }

    /// The language called so; nil for one that has no programs.
    static func named(_ name: String) -> NativeLanguage? {
        switch name {
        case "python": script("python3", "main.py", [], ["-c"])
        case "nodejs": script("node", "main.js", [], ["-e"])
        case "r": script("Rscript", "main.R", [], ["-e"])
        case "ruby": script("ruby", "main.rb", [], ["-e"])
        case "perl": script("perl", "main.pl", [], ["-e"])
        case "php": script("php", "main.php", [], ["-r"])
        case "lua": script("lua", "main.lua", [], ["-e"])
        case "tcl": script("tclsh", "main.tcl")
        case "bash": script("bash", "main.sh", [], ["-c"])
        case "git": NativeLanguage(tool: "/usr/bin/git", exec: "exec /usr/bin/bash main.sh")
        case "scheme": script("guile", "main.scm", ["--no-auto-compile"], ["-c"])
        case "octave": script("octave-cli", "main.m", ["--no-gui", "--no-history"], ["--eval"])
        case "julia": script("julia", "main.jl", [], ["-e"])
        case "c": compiled("gcc", "/usr/bin/gcc -Wall -o main $(find . -name '*.c') -lrt -lm -lpthread -ldl")
        case "cpp": compiled("g++", "/usr/bin/g++ -Wall -o main $(find . -name '*.cpp') -lrt -lm -lpthread -ldl")
        case "golang": compiled("go", "/usr/bin/go build -o main $(find . -name '*.go')")
        case "rust": compiled("rustc", "/usr/bin/rustc -o main main.rs")
        case "haskell": compiled("ghc", "/usr/bin/ghc --make -o main $(find . -name '*.hs')")
        case "java":
            NativeLanguage(
                tool: "/usr/bin/javac", build: "javac -d . $(find . -name '*.java')",
                exec: "if [ -f main/Main.class ]; then exec java main.Main; fi; exec java Main")
        default: nil
        }
    }
}

/// What a program did.
struct CorpusOutcome: Equatable {
    var output: [UInt8] = []
    var error: [UInt8] = []
    /// The exit code; 128 and its number for a signal.
    var status: Int32 = 0
    /// Whether its build failed, which a run of ours tells by the code 127.
    var failedToBuild = false
}
