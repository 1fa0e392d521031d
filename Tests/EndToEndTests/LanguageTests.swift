import Foundation
import TestSupport
import Testing

@Suite("Languages", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct LanguageTests {
    private static func has(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    }

    /// Runs `code`, which prints `hello` on standard output and `bye` on standard error, and ends with 3.
    private func expectGreeting(from code: String, in image: String) async throws {
        try await TestStack.with { stack in
            let run = try await stack.run("run", "--no-input", "-c", code, image)
            #expect(run.output == "hello\n")
            #expect(run.error == "bye\n")
            #expect(run.status == 3)
        }
    }

    @Test("bash", .enabled(if: has("bash"), "bash is not there"))
    func bash() async throws { try await expectGreeting(from: "echo hello; echo bye >&2; exit 3", in: "bash") }

    @Test("git", .enabled(if: has("git"), "git is not there"))
    func git() async throws {
        let code = "git init -q r && git -C r rev-parse --is-inside-work-tree | sed s/true/hello/; echo bye >&2; exit 3"
        try await expectGreeting(from: code, in: "git")
    }

    @Test("Perl", .enabled(if: has("perl"), "perl is not there"))
    func perl() async throws {
        try await expectGreeting(from: #"print "hello\n"; print STDERR "bye\n"; exit 3"#, in: "perl")
    }

    @Test("JavaScript", .enabled(if: has("node"), "node is not there"))
    func nodeJS() async throws {
        try await expectGreeting(from: "console.log('hello'); console.error('bye'); process.exit(3)", in: "nodejs")
    }

    @Test("Ruby", .enabled(if: has("ruby"), "ruby is not there"))
    func ruby() async throws { try await expectGreeting(from: "puts 'hello'; warn 'bye'; exit 3", in: "ruby") }

    @Test("PHP", .enabled(if: has("php"), "php is not there"))
    func php() async throws {
        try await expectGreeting(from: #"echo "hello\n"; fwrite(STDERR, "bye\n"); exit(3);"#, in: "php")
    }

    @Test("Lua", .enabled(if: has("lua"), "lua is not there"))
    func lua() async throws {
        try await expectGreeting(from: #"print('hello') io.stderr:write('bye\n') os.exit(3)"#, in: "lua")
    }

    @Test("Tcl", .enabled(if: has("tclsh"), "tclsh is not there"))
    func tcl() async throws { try await expectGreeting(from: "puts hello; puts stderr bye; exit 3", in: "tcl") }

    @Test("Scheme", .enabled(if: has("guile"), "guile is not there"))
    func scheme() async throws {
        let code = #"(display "hello\n") (display "bye\n" (current-error-port)) (exit 3)"#
        try await expectGreeting(from: code, in: "scheme")
    }

    @Test("R", .enabled(if: has("Rscript"), "Rscript is not there"))
    func r() async throws {
        try await expectGreeting(from: #"cat("hello\n"); message("bye"); quit(status = 3)"#, in: "r")
    }

    @Test("Octave", .enabled(if: has("octave-cli"), "octave-cli is not there"))
    func octave() async throws {
        try await expectGreeting(from: #"printf("hello\n"); fprintf(stderr, "bye\n"); exit(3)"#, in: "octave")
    }

    @Test("Julia", .enabled(if: has("julia"), "julia is not there"))
    func julia() async throws {
        try await expectGreeting(from: #"println("hello"); println(stderr, "bye"); exit(3)"#, in: "julia")
    }

    @Test("C", .enabled(if: has("gcc"), "gcc is not there"))
    func c() async throws {
        let code = """
            #include <stdio.h>
            int main(void) { puts("hello"); fputs("bye\\n", stderr); return 3; }
            """
        try await expectGreeting(from: code, in: "c")
    }

    @Test("C++", .enabled(if: has("g++"), "g++ is not there"))
    func cPlusPlus() async throws {
        let code = """
            #include <iostream>
            int main() { std::cout << "hello" << std::endl; std::cerr << "bye" << std::endl; return 3; }
            """
        try await expectGreeting(from: code, in: "cpp")
    }

    @Test("Rust", .enabled(if: has("rustc"), "rustc is not there"))
    func rust() async throws {
        let code = #"fn main() { println!("hello"); eprintln!("bye"); std::process::exit(3) }"#
        try await expectGreeting(from: code, in: "rust")
    }

    @Test("Go", .enabled(if: has("go"), "go is not there"))
    func go() async throws {
        let code = """
            package main
            import ("fmt"; "os")
            func main() { fmt.Println("hello"); fmt.Fprintln(os.Stderr, "bye"); os.Exit(3) }
            """
        try await expectGreeting(from: code, in: "golang")
    }

    @Test("Java", .enabled(if: has("javac"), "javac is not there"))
    func java() async throws {
        let code = """
            class Greeting {
                public static void main(String[] arguments) {
                    System.out.println("hello"); System.err.println("bye"); System.exit(3);
                }
            }
            """
        try await expectGreeting(from: code, in: "java")
    }

    @Test("Haskell", .enabled(if: has("ghc"), "ghc is not there"))
    func haskell() async throws {
        let code = """
            import System.Exit
            import System.IO
            main = putStrLn "hello" >> hPutStrLn stderr "bye" >> exitWith (ExitFailure 3)
            """
        try await expectGreeting(from: code, in: "haskell")
    }

    @Test("batch mode builds and runs what is there; a build that fails ends with 127 and says so")
    func batch() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run(
                "run", "-t", "work", "--keep", "--no-input", "-c", "echo 'echo ran; exit 7' > main.sh", "bash")
            let good = try await stack.run(
                "run", "-t", "work", "-q", "--no-input", "--clean", "echo clean", "--build", "echo build", "--exec",
                "*",
                "bash")
            #expect(good.output == "clean\nbuild\nran\n")
            #expect(good.status == 7)
            let bad = try await stack.run("run", "-t", "work", "--no-input", "--build", "exit 2", "--exec", "*", "bash")
            #expect(bad.output == "")
            #expect(bad.error.contains("backend.ai: build ended with exit code 2\n"))
            #expect(bad.status == 127)
        }
    }
}
