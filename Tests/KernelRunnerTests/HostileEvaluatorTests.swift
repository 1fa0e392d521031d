import Core
import Glibc
import Testing

@testable import KernelRunner

/// What programs should not do, each with its defined result, in every language that keeps an interpreter.
@Suite("Kept interpreters, given code that should not be")
struct HostileEvaluatorTests {
    private static let cases = HostileCase.all.filter { access($0.path, X_OK) == 0 }

    /// Runs `body` with a runner of the language, whose interpreter must print `fine` afterwards.
    private func with(_ language: HostileCase, _ body: (RunnerProcess) throws -> Void) throws {
        let runner = try RunnerProcess(["--runtime", language.language, "--runtime-path", language.path])
        defer { _ = try? CapturedCommand.run(["/bin/rm", "-rf", runner.directory + "/driver"]) }
        #expect(try run(language.fine, on: runner).text == "fine\n")
        try body(runner)
        let after = try run(language.fine, on: runner)
        #expect(after.text == "fine\n", "\(after.errorText)")
        #expect(after.result.exitCode == 0)
    }

    private func run(_ code: String, on runner: RunnerProcess) throws -> Outcome {
        let client = try runner.connect()
        try client.start(uniqueName(), Array(code.utf8), isInteractive: false, mode: .query)
        return try client.finish()
    }

    @Test("bytes that are no text pass as they are", arguments: cases)
    func noText(language: HostileCase) throws {
        try with(language) { runner in
            let outcome = try run(language.noText, on: runner)
            #expect(outcome.output == [255, 254], "\(outcome.errorText)")
        }
    }

    @Test("an output that was closed is there again for the next run", arguments: cases)
    func closedOutput(language: HostileCase) throws {
        guard let code = language.closesOutput else { return }
        try with(language) { runner in
            let outcome = try run(code, on: runner)
            #expect(outcome.output.isEmpty)
        }
    }

    @Test("an end in the midst of code has its own exit code, and takes the state along", arguments: cases)
    func exit(language: HostileCase) throws {
        try with(language) { runner in
            let ended = try run(language.exits, on: runner)
            #expect(ended.result.exitCode == 7, "\(ended.errorText)")
            #expect(ended.result.reason == .completed)
        }
    }

    @Test("death by a signal is told by its number", arguments: cases, [SIGKILL, SIGABRT])
    func signal(language: HostileCase, signal: CInt) throws {
        try with(language) { runner in
            // The shell's parent is the interpreter.
            let ended = try run(language.run("kill -\(signal) $PPID; sleep 20"), on: runner)
            #expect(ended.result.exitCode == 128 + Int(signal), "\(ended.errorText)")
            #expect(ended.result.reason == .signalled)
            #expect(ended.result.stateLost)
        }
    }

    @Test("a program that is left behind does not keep the run from its end", arguments: cases)
    func background(language: HostileCase) throws {
        try with(language) { runner in
            let ended = try run(language.run("sleep 30 & echo left"), on: runner)
            #expect(ended.text == "left\n")
            #expect(ended.result.exitCode == 0)
        }
    }

    @Test("files that are opened without end cost the run at most, not the session", arguments: cases)
    func files(language: HostileCase) throws {
        try with(language) { runner in
            let outcome = try run(language.opensFiles, on: runner)
            #expect([0, 1, 2, 127, 255].contains(outcome.result.exitCode), "\(outcome.result)")
        }
    }

    @Test("what they start inherits no way to the runner; where the language can help it, nothing but its streams")
    func descriptors() throws {
        for language in Self.cases {
            try with(language) { runner in
                let listed = try run(language.run("ls -l /proc/self/fd"), on: runner)
                let targets = listed.text.split(separator: "\n").dropFirst()
                    .compactMap { $0.split(separator: " ").last.map(String.init) }
                let pipes = Set(targets.filter { $0.hasPrefix("pipe:") }).count
                let others = targets.filter {
                    !["pipe:", "/proc/", "/dev/null", runner.directory + "/driver/"].contains(where: $0.hasPrefix)
                }
                #expect(others == [], "\(language.language)")
                #expect(pipes == 2 || language.passesPipes, "\(language.language): \(targets)")
            }
        }
    }
}
